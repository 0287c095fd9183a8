"""Handover of a checked list to the imports, in a thread of its own: a closed tab or a second click changes nothing."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable

from services.api import errors
from services.api.models import Campaign, CampaignStatus
from services.audit.audit import Audit, AuditAction, Result
from services.contact_file import CheckedFile, Travelling, people
from services.imports import Jobs, Submitted
from services.person import Person

_CALLS_NOBODY = (CampaignStatus.DRAFT, CampaignStatus.PAUSED)

log = logging.getLogger(__name__)


class HandOver:
    """Stores the list as an import. `submitted` or `failed` is final once `finished` is set.

    Args:
        campaign: as the person saw it who hands it over.
        read: tells a campaign as it is now. Nobody goes into one that was started since it was shown, or where that cannot be told.
        file_digest: under which the list is imported once a campaign; see `services.upload.earlier_imports.list_digest`.
        travelling: which of the file's columns go to the platform beside name, numbers and time zone.
        company_needed: whether people go into a company here.
        at_most: only so many of the list are wanted in the campaign for now.
        then: what follows once it is stored, whatever has become of the page.
    """

    def __init__(
        self,
        jobs: Jobs,
        audit: Audit,
        checked: CheckedFile,
        campaign: Campaign,
        *,
        read: Callable[[str], Campaign],
        file_name: str,
        file_digest: Callable[[], str],
        travelling: Travelling,
        who: Person,
        company_needed: bool = True,
        at_most: int | None = None,
        then: Callable[[], None] = lambda: None,
    ) -> None:
        if not campaign.company_id and company_needed:
            raise ValueError("people go into a company, and this campaign has none")
        if checked.is_open:
            raise ValueError(
                "nobody goes in before what may forbid calls, and what is hidden, has been answered"
            )
        jobs.require_allowed()  # here, because nobody is in front of the thread
        self.finished = threading.Event()
        self.submitted: Submitted | None = None
        self.failed: Exception | None = None
        self._jobs, self._audit, self._checked, self._campaign = jobs, audit, checked, campaign
        self._read = read
        self._company_id = campaign.company_id or ""
        self._file_name, self._digest, self._travelling, self._who = file_name, file_digest, travelling, who
        self._at_most, self._then = at_most, then
        # not a daemon: a server that stops waits until the list is stored
        threading.Thread(target=self._run, name="hand-over").start()

    def _run(self) -> None:
        try:
            self.submitted = self._submit()
        except Exception as error:  # noqa: BLE001  a thread has nobody above it: the page draws and logs it
            self.failed = error
        else:
            self._go_on()
        finally:
            self.finished.set()

    def _go_on(self) -> None:
        try:
            self._then()
        except Exception as error:  # noqa: BLE001  the list is stored, and nobody is told otherwise
            log.warning("what follows a list that is stored failed: %s", type(error).__name__)

    def _require_as_shown(self) -> None:
        """Whether these people are called is what was said on the page.

        Raises:
            LaunchedMeanwhile: they would be called at once, or at a date, and it said that nobody is called by this.
            ApiError: the campaign could not be read.
        """
        shown, now = self._campaign.status, self._read(self._campaign.id).status
        if now != shown and now not in _CALLS_NOBODY:
            raise errors.LaunchedMeanwhile("addCampaignContacts")

    def _submit(self) -> Submitted:
        campaign, checked = self._campaign, self._checked
        self._require_as_shown()
        submitted = self._jobs.submit(
            people.batches(checked, travelling=self._travelling),
            file_name=self._file_name,
            file_digest=self._digest(),
            campaign_id=campaign.id,
            campaign_name=campaign.name,
            company_id=self._company_id,
            who=self._who,
            at_most=self._at_most,
        )
        if submitted.created:
            self._audit.record(
                AuditAction.IMPORT,
                Result.DONE,
                who=self._who,
                campaign_id=campaign.id,
                campaign_name=campaign.name,
                figures={"people": checked.callable_rows, "left_out": checked.left_out_rows},
            )
        return submitted
