"""Sign-in page: who may not come in is told why, and what to do about it."""

from __future__ import annotations

import streamlit as st

from components.console import visitor
from components.ui import formats
from components.ui.brand import brand
from components.ui.markdown import plain
from services import runtime
from services.access.access import Access, Denial
from services.texts import _


def draw_sign_in(access: Access, denial: Denial, email: str) -> None:
    """The page in place of every page. `email` is whom the identity provider has signed in, if anybody."""
    st.title(brand().spoken_name())
    if denial in (Denial.SIGNED_OUT, Denial.EXPIRED, Denial.ENDED):
        st.markdown(_invitation(access, denial))
        st.button(_("Sign in"), key="sign-in", type="primary", on_click=st.login)
        return
    st.error(sentence(denial, email), title=_("You cannot use this console yet"), icon=":material/lock:")
    st.button(_("Sign in as somebody else"), key="sign-out", on_click=sign_out)


def sign_out() -> None:
    """Callback: end the sign-in first, so that it holds nowhere whatever becomes of the browser's way out."""
    made, who = runtime.current(), visitor()
    if made and who:
        made.sessions.sign_out(who)
    st.logout()


def _invitation(access: Access, denial: Denial) -> str:
    if denial is Denial.EXPIRED:
        return _("A sign-in lasts {time}, and yours has ended. Please sign in again.").format(
            time=formats.duration(access.lasts)
        )
    if denial is Denial.ENDED:
        return _(
            "You have signed out, or this sign-in was ended. Please sign in again to see your campaigns."
        )
    return _("Please sign in to see your campaigns.")


def sentence(denial: Denial, email: str = "") -> str:
    """Sentence for why somebody may not go on, and whom to ask."""
    who = plain(email)
    match denial:
        case Denial.NOT_LISTED if not who:
            return _(
                "The place where you signed in does not tell this console your e-mail address, so it cannot be looked up "
                "who you are. Please ask the person who runs it."
            )
        case Denial.NOT_LISTED:
            return _(
                "{who} is signed in, but not on the list of those who may use this console. Please ask the person who "
                "runs it to add this address."
            ).format(who=who)
        case Denial.UNVERIFIED:
            return _(
                "The address {who} has not been confirmed where you signed in. Please confirm it there, then sign in again."
            ).format(who=who)
        case Denial.UNVOUCHED:
            return _(
                "The place where you signed in does not say whether the address {who} has been confirmed. Please ask the "
                "person who runs this console; the setting is called `CONSOLE_SIGN_IN_TRUSTS_EMAIL`."
            ).format(who=who)
        case Denial.UNCHECKED:
            return _(
                "It cannot be looked up now whether your sign-in holds. Nothing was saved and nobody was called. Please "
                "wait a minute and reload the page."
            )
        case Denial.NOT_ADMIN:
            return _("Only admins may do this. Nothing was changed.")
        case Denial.NO_LIST:
            return _(
                "Nobody may use this console yet: the person who runs it has not set who may. The setting is called "
                "`CONSOLE_SIGN_IN_ALLOWED`."
            )
        case _ended:
            return _(
                "Your sign-in has ended. Nothing was saved and nobody was called. Please reload the page."
            )
