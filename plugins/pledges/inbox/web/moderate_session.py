"""Who sits at the moderator's desk: sign-in, the session's cookie, and the way in and out."""

from __future__ import annotations

from urllib.parse import urlencode

from flask import Blueprint, Response, g, redirect, request
from werkzeug.wrappers import Response as AnyResponse

from pledges.inbox.errors import TokenRefused
from pledges.inbox.privacy import network
from pledges.inbox.service import intake, sign_in
from pledges.inbox.web.answers import page
from pledges.inbox.web.desk import Desk, the_desk
from pledges.inbox.web.moderate_models import SignInPage

COOKIE = "pledges_moderator"

blueprint = Blueprint("session", __name__)


def require_sign_in() -> AnyResponse | None:
    """Let a signed-in moderator through; show everybody else the way in."""
    try:
        g.actor = sign_in.session_actor(the_desk().inbox, request.cookies.get(COOKIE, ""))
    except TokenRefused:
        here = request.full_path.rstrip("?") if request.method == "GET" else base()
        return redirect(f"{base()}/sign-in?{urlencode({'on': here})}", 303)
    return None


def actor() -> str:
    """Return who is signed in."""
    name: str = g.actor
    return name


def base() -> str:
    """Return the address of the moderator's pages."""
    return the_desk().url("/moderate")


def on_from(values: str) -> str:
    """Return an address to go on to: one of the moderator's pages, whatever was asked for."""
    path = values.partition("?")[0]
    ours = (path + "/").startswith(f"{base()}/") and values.isprintable() and "\\" not in values
    return values if ours else base()


@blueprint.get("/sign-in")
def sign_in_form() -> Response:
    """Ask for the operator's secret."""
    return _form(on_from(request.args.get("on", "")))


@blueprint.post("/sign-in")
def sign_in_by_secret() -> AnyResponse:
    """Sign in by the operator's secret. Attempts from one place are counted like submissions, before they
    are looked at: one too many is refused whether it is right or wrong.
    """
    desk = the_desk()
    on = on_from(request.form.get("on", ""))
    place = network(request.remote_addr or "")
    desk.inbox.store.write(lambda tx: intake.count_sender(desk.inbox, tx, "sign-in", place))
    try:
        session = sign_in.sign_in_by_secret(desk.inbox, request.form.get("token", ""))
    except TokenRefused:
        error = desk.say("This is not the token. Look for PLEDGES_MODERATOR_TOKEN where the inbox runs.")
        return _form(on, error=error)
    return _signed_in(desk, session, on)


@blueprint.get("/sign-in/<token>")
def sign_in_link(token: str) -> Response:
    """Show what a sign-in link does; looking at it does not use it up."""
    return _form(on_from(request.args.get("on", "")), link=f"{base()}/sign-in/{token}")


@blueprint.post("/sign-in/<token>")
def sign_in_by_link(token: str) -> AnyResponse:
    """Use a sign-in link."""
    desk = the_desk()
    return _signed_in(desk, sign_in.sign_in(desk.inbox, token), on_from(request.form.get("on", "")))


@blueprint.post("/sign-out")
def sign_out() -> AnyResponse:
    """End the session, here and wherever its cookie was copied to."""
    sign_in.sign_out(the_desk().inbox, request.cookies.get(COOKIE, ""))
    answer = redirect(f"{base()}/sign-in", 303)
    answer.delete_cookie(COOKIE, path=base(), httponly=True, samesite="Strict", secure=_is_secure())
    return answer


def _signed_in(desk: Desk, session: str, on: str) -> AnyResponse:
    answer = redirect(on, 303)
    answer.set_cookie(
        COOKIE,
        session,
        max_age=int(sign_in.SESSION_AGE.total_seconds()),
        path=base(),
        secure=_is_secure(),
        httponly=True,
        samesite="Strict",
    )
    return answer


def _is_secure() -> bool:
    return the_desk().inbox.settings.absolute_inbox_url.startswith("https://")


def _form(on: str, *, link: str = "", error: str = "") -> Response:
    desk = the_desk()
    view = SignInPage(
        head=desk.head(desk.say("Sign in"), wrong=bool(error)),
        title=desk.say("Sign in to moderate"),
        base=base(),
        on=on,
        token=bool(desk.inbox.settings.moderator_token),
        link=link,
        error=error,
    )
    return page("moderate_sign_in.html", view, 403 if error else 200)
