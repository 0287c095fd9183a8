"""Resource `api.campaigns`: campaigns, the people in them, and running them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Literal

from services.api.errors import DryRunNotConfirmed, UnreadableAnswer
from services.api.generation import (
    STOPPING,
    Generation,
    WhichGeneration,
    creation_body,
    require_audience,
    require_person,
    require_preview,
    require_update,
    run_body,
    stops_by_action,
)
from services.api.http import Http, parse, segment
from services.api.models import (
    Audience,
    AudienceFilters,
    Campaign,
    CampaignContact,
    CampaignCreate,
    CampaignStatus,
    CampaignUpdate,
    Dashboard,
    DeletedCampaign,
    EnrollmentPreview,
    EnrollmentStatus,
    EnrolResult,
    NewPerson,
    RemoveResult,
    RunResult,
)
from services.api.paging import LARGEST_PAGE, CampaignContactPage, Page, get_page, get_rows, rows
from services.api.spelling import unwrapped
from services.api.taken_settings import require_taken
from services.api.tolerant import UnreadableRow

PATH = "/api/crm/campaigns"
DEADLINE_FACTOR = 4  # enrolling thousands takes the platform longer than reading a page
_SAID_OF_A_RUN = {"success", "started", "calls", "picks", "status", "dry_run"}

Deleted = Literal["exclude", "include", "only"]


class CampaignsResource:
    def __init__(self, http: Http, team_id: str, account_slug: str) -> None:
        self.which_generation: WhichGeneration = lambda: Generation.SEED
        self._http = http
        self._team_id = team_id
        self._account_slug = account_slug

    def list(
        self,
        status: CampaignStatus | str | None = None,
        assistant_id: str | None = None,
        deleted: Deleted = "exclude",
        include_contact_stats: bool = False,
        limit: int = LARGEST_PAGE,
    ) -> Page[Campaign]:
        """Campaigns, newest first."""
        params = {
            "teamId": self._team_id,
            "status": status,
            "assistantId": assistant_id,
            "deleted": None if deleted == "exclude" else deleted,
            "includeContactStats": "1" if include_contact_stats else None,
        }
        model = DeletedCampaign if deleted == "only" else Campaign
        return get_page(self._http, "listCampaigns", PATH, "campaigns", model, params, limit)

    def create(self, campaign: CampaignCreate) -> Campaign:
        """Never repeated: after an unclear answer, look whether it is there."""
        generation = self.which_generation()
        require_taken("createCampaign", campaign, generation)
        body = creation_body(campaign, generation)
        answer = self._http.send("createCampaign", "POST", PATH, body=body)
        return parse(Campaign, "createCampaign", unwrapped(answer, "campaign"), acts=True)

    def get(self, campaign_id: str) -> Campaign:
        answer = self._http.get("getCampaign", self._path("getCampaign", campaign_id))
        return parse(Campaign, "getCampaign", unwrapped(answer, "campaign"))

    def update(self, campaign_id: str, change: CampaignUpdate) -> Campaign:
        """Change what is set in `change`. Repeated only where it does nothing but stop the campaign."""
        generation = self.which_generation()
        require_update(change, generation)
        require_taken("updateCampaign", change, generation)
        if stops_by_action(change, generation):
            self._act_to_stop(campaign_id)
            return self.get(campaign_id)
        stops = change.model_fields_set == {"status"} and change.status in STOPPING
        answer = self._change(campaign_id, change, repeatable=stops)
        return parse(Campaign, "updateCampaign", unwrapped(answer, "campaign"), acts=True)

    def stop(self, campaign_id: str, wanted: CampaignStatus) -> None:
        """Stop it as this generation takes it, to `wanted`. Whether it has stopped is to be read, whatever was answered."""
        change = CampaignUpdate(status=wanted)
        if stops_by_action(change, self.which_generation()):
            self._act_to_stop(campaign_id)
        else:
            self._change(campaign_id, change, repeatable=True)

    def _act_to_stop(self, campaign_id: str) -> None:
        path = self._path("runCampaign", campaign_id, "/run")
        self._http.send("runCampaign", "POST", path, body={"action": "stop"}, repeatable=True)

    def _change(self, campaign_id: str, change: CampaignUpdate, *, repeatable: bool) -> dict[str, Any]:
        path = self._path("updateCampaign", campaign_id)
        return self._http.send("updateCampaign", "PUT", path, body=change.body(), repeatable=repeatable)

    def delete(self, campaign_id: str) -> None:
        """Never repeated: a second one would be told that there is nothing to delete."""
        self._http.send("deleteCampaign", "DELETE", self._path("deleteCampaign", campaign_id))

    def run(
        self,
        campaign_id: str,
        dry_run: bool = False,
        max_calls: int | None = None,
        no_auto_complete: bool | None = None,
    ) -> RunResult:
        """Places real calls unless `dry_run`. Never repeated.

        Raises:
            DryRunNotConfirmed: it answered a dry run as if it were none.
            UnreadableAnswer: what it answered to a dry run tells nothing, so that it may have been a launch all the same.
        """
        body: dict[str, Any] = {
            "accountSlug": self._account_slug or None,
            "dryRun": dry_run,
            "maxCalls": max_calls,
            "noAutoComplete": no_auto_complete,
        }
        told = {name: value for name, value in body.items() if value is not None}
        sent = run_body(self.which_generation(), told, dry_run=dry_run)
        try:
            answer = self._http.send(
                "runCampaign",
                "POST",
                self._path("runCampaign", campaign_id, "/run"),
                body=sent,
                acts=not dry_run,
            )
        except UnreadableAnswer as error:
            error.may_have_acted = error.may_have_acted or error.status < 300
            raise
        if dry_run and answer.get("dry_run") is not True:
            raise DryRunNotConfirmed("runCampaign")
        if not answer.keys() & _SAID_OF_A_RUN:
            # JSON, but nothing that tells of a run: whether it was started is not known
            raise UnreadableAnswer("runCampaign", status=200, may_have_acted=True)
        return parse(RunResult, "runCampaign", answer, acts=True)

    def dashboard(
        self, campaign_id: str, limit_pending: int = 25, limit_calling: int = 25, limit_calls: int = 25
    ) -> Dashboard:
        """Live state of a campaign, with at most 100 of each of its lists."""
        params = {"limitPending": limit_pending, "limitCalling": limit_calling, "limitCalls": limit_calls}
        answer = self._http.get("getDashboard", self._path("getDashboard", campaign_id, "/dashboard"), params)
        unreadable: list[UnreadableRow] = []
        board = parse(Dashboard, "getDashboard", answer, unreadable=unreadable)
        board.unreadable = len(unreadable)
        return board

    def calls_made(self, campaign_id: str) -> int | None:
        """How many calls a campaign has made, where its live state says so; None where it does not."""
        answer = self._http.get("getDashboard", self._path("getDashboard", campaign_id, "/dashboard"))
        stats = answer.get("stats")
        found = (stats if isinstance(stats, dict) else answer).get("total_calls")
        return found if isinstance(found, int) and not isinstance(found, bool) and found >= 0 else None

    def contacts(
        self,
        campaign_id: str,
        status: EnrollmentStatus | str | None = None,
        limit: int = LARGEST_PAGE,
        offset: int = 0,
    ) -> CampaignContactPage:
        """People of a campaign in the order they are dialled."""
        operation = "listCampaignContacts"
        path = self._path(operation, campaign_id, "/contacts")

        def fetch(offset: int) -> CampaignContactPage:
            answer = get_rows(self._http, operation, path, {"status": status}, limit, offset)
            listed = rows(operation, answer, "contacts", CampaignContact)
            page = CampaignContactPage(operation, listed, answer, limit, fetch)
            return page.with_counts(answer.get("status_counts"), status)

        return fetch(offset)

    def add_contacts(
        self, campaign_id: str, contact_ids: Sequence[str], priority: int | None = None
    ) -> EnrolResult:
        """Enrol people of the campaign's company. Never repeated: after an unclear answer, look who is in it."""
        body: dict[str, Any] = {"contactIds": _somebody(contact_ids)}
        if priority is not None:
            body["priority"] = priority
        return self._enrol(campaign_id, body)

    def add_contact(self, campaign_id: str, person: NewPerson) -> EnrolResult:
        """Put one new person into the CRM and the campaign. Never repeated: it would be two."""
        require_person(self.which_generation())
        return self._enrol(campaign_id, {"contact": person.body()})

    def add_audience(self, campaign_id: str, audience: Audience | AudienceFilters) -> EnrolResult:
        """Enrol everybody of the campaign's company, or of its assistant's group, who can be called. Never repeated: after
        an unclear answer, look who is in it. A group goes through `services.groups`, which asks a person first."""
        require_audience(audience, self.which_generation())
        return self._enrol(campaign_id, {"audience": audience.body()})

    def preview_enrollment(self, campaign_id: str, audience: AudienceFilters) -> EnrollmentPreview:
        """Whom the audience would take in. Reads, though one generation takes it as a POST."""
        operation, path = "previewEnrollment", f"{PATH}/preview-enrollment"
        generation = self.which_generation()
        require_preview(generation)
        asked = {"campaignId": campaign_id, **audience.filters()}
        if generation is Generation.ACTIONS:
            answer = self._http.get(operation, path, {"teamId": self._team_id, **asked})
            told = answer.get("count", answer.get("eligible_contacts"))
            return parse(EnrollmentPreview, operation, {"preview": {"inserted": told}, **answer})
        answer = self._http.send(operation, "POST", path, body=asked, acts=False, repeatable=True)
        return parse(EnrollmentPreview, operation, answer)

    def remove_contacts(self, campaign_id: str, contact_ids: Sequence[str]) -> int | None:
        """How many were removed, where the platform says so: only those still pending or skipped are."""
        operation = "removeCampaignContacts"
        answer = self._http.send(
            operation,
            "DELETE",
            self._path(operation, campaign_id, "/contacts"),
            body={"contactIds": _somebody(contact_ids)},
        )
        return parse(RemoveResult, operation, answer, acts=True).removed

    def _enrol(self, campaign_id: str, body: dict[str, Any]) -> EnrolResult:
        operation = "addCampaignContacts"
        answer = self._http.send(
            operation,
            "POST",
            self._path(operation, campaign_id, "/contacts"),
            body=body,
            deadline=self._http.deadline * DEADLINE_FACTOR,
        )
        return parse(EnrolResult, operation, answer, acts=True)

    def _path(self, operation: str, campaign_id: str, rest: str = "") -> str:
        return f"{PATH}/{segment(operation, campaign_id)}{rest}"


def _somebody(ids: Sequence[str]) -> list[str]:
    """The ids as they are sent. An empty choice has been taken for everybody.

    Raises:
        ValueError: nobody was chosen. Nothing was sent.
    """
    if not ids:
        raise ValueError("nobody was chosen")
    return list(ids)
