"""A page of nothing but the three groups of entries, for tests: `AppTest.from_file`."""

import json
from dataclasses import asdict
from datetime import UTC, datetime

import streamlit as st

from components.campaign_form.basics import basics_fields, description_field
from components.campaign_form.faults import FaultPlaces
from components.campaign_form.hours import hours_fields
from components.campaign_form.retries import retries_fields
from components.frame import language_choice
from components.ui.entries import FormEntries
from services.api.models import Assistant, Company, PhoneNumber
from services.campaigns.choices import Choices
from services.campaigns.form import (
    Basics,
    Hours,
    PaceLimits,
    Retries,
    basics_faults,
    hours_faults,
    retries_faults,
)

NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
CHOICES = Choices(
    [
        Assistant(id="anna", name="Anna :red[x]"),
        Assistant(id="ben", name="Ben"),
        Assistant(id="carl", name="Carl"),
        Assistant(id="other-ben", name="Ben"),
    ],
    [
        PhoneNumber(id="berlin", phone_number="+4930901820", status="active", assistant_id="anna"),
        PhoneNumber(id="bonn", phone_number="+49228901820", status="active", assistant_id="anna"),
        PhoneNumber(id="old", phone_number="+493012345", status="suspended", assistant_id="anna"),
        PhoneNumber(id="ohio", phone_number="+16145550123", status="active", assistant_id="ben"),
    ],
    [Company(id="acme", name="Acme")],
)

language_choice.take_language_from_address()
choices = Choices() if st.query_params.get("nothing") else CHOICES
begun = Basics(**json.loads(st.query_params.get("begun", "{}")))
entries, places = FormEntries("test"), FaultPlaces()
if st.query_params.get("part", "basics") == "basics":
    typed = description_field(entries, basics_fields(entries, begun, choices, places), places)
    faults = basics_faults(typed, choices.caller_ids(typed.assistant_id))
elif st.query_params["part"] == "hours":
    typed = hours_fields(entries, Hours(timezone="Europe/Berlin"), places, now=NOW)
    faults = hours_faults(typed, NOW)
else:
    typed = retries_fields(entries, Retries(), places, PaceLimits())
    faults = retries_faults(typed, PaceLimits())
places.say(faults)
st.code(json.dumps(asdict(typed), default=str))
