"""Headers of safety on every kind of answer, and error pages in plain words."""

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import Client, override_settings
from django.urls import include, path

from cast import Cast
from gongjian import urls as project
from gongjian.kernel.headers import OFF

SAFE = {
    "Content-Security-Policy": [
        "base-uri 'none'",
        "connect-src 'self'",
        "default-src 'self'",
        "font-src 'self'",
        "form-action 'self'",
        "frame-ancestors 'none'",
        "img-src 'self' data: blob:",
        "object-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
    ],
    "X-Frame-Options": "DENY",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "X-Permitted-Cross-Domain-Policies": "none",
    "Permissions-Policy": ", ".join(f"{feature}=()" for feature in OFF),
    "Cache-Control": "no-store",
}


def safety_of(response: HttpResponse) -> dict:
    """The headers that SAFE names; the policy's directives come in no order."""
    headers = {name: response.headers.get(name) for name in SAFE}
    policy = headers["Content-Security-Policy"] or ""
    return headers | {"Content-Security-Policy": sorted(policy.split("; "))}


def breaks(request: HttpRequest) -> HttpResponse:
    raise RuntimeError("on purpose")


def forbids(request: HttpRequest) -> HttpResponse:
    from django.core.exceptions import PermissionDenied

    raise PermissionDenied


def suspects(request: HttpRequest) -> HttpResponse:
    from django.core.exceptions import SuspiciousOperation

    raise SuspiciousOperation("on purpose")


urlpatterns = [
    path("breaks/", breaks),
    path("forbids/", forbids),
    path("suspects/", suspects),
    path("", include(project)),
]


@pytest.fixture
def client(cast: Cast) -> Client:
    client = cast.client(cast.mei)
    client.raise_request_exception = False
    return client


@pytest.mark.parametrize(
    ("url", "status"),
    [
        ("/account/", 200),
        ("/sign-out/", 405),
        ("/nowhere/", 404),
        ("/people/", 404),
        ("/forbids/", 403),
        ("/suspects/", 400),
        ("/breaks/", 500),
        ("/session/", 200),
    ],
)
@override_settings(ROOT_URLCONF=__name__)
def test_every_answer_carries_the_headers_of_safety(client: Client, url: str, status: int):
    response = client.get(url)

    assert response.status_code == status
    assert safety_of(response) == SAFE


@pytest.mark.parametrize("url", ["/sign-in/", "/account/", "/nowhere/"])
def test_stranger_gets_them_too(db: None, url: str):
    response = Client().get(url)

    assert safety_of(response) == SAFE


def test_locked_page_and_refused_form_carry_them(db: None):
    client = Client()
    for _ in range(5):
        response = client.post("/sign-in/", {"username": "mei", "password": "wrong"})
    strict = Client(enforce_csrf_checks=True).post("/sign-in/", {"username": "mei", "password": "x"})

    assert (response.status_code, strict.status_code) == (429, 403)
    assert safety_of(response) == SAFE
    assert safety_of(strict) == SAFE


@pytest.mark.parametrize(
    ("url", "sentence"),
    [
        ("/nowhere/", "it lies in an area that you do not work for"),
        ("/forbids/", "Your roles do not cover this page."),
        ("/suspects/", "Nothing was saved."),
        ("/breaks/", "It is not your fault."),
    ],
)
@override_settings(ROOT_URLCONF=__name__)
def test_error_page_says_what_to_do(client: Client, url: str, sentence: str):
    text = client.get(url, headers={"accept-language": "en"}).content.decode()

    assert sentence in text
    assert "Traceback" not in text
    assert "on purpose" not in text


def test_stale_form_is_asked_to_load_again(db: None):
    client = Client(enforce_csrf_checks=True, headers={"accept-language": "en"})

    text = client.post("/sign-in/", {"username": "mei", "password": "x"}).content.decode()

    assert "Go back, load the page again and send it once more." in text


def test_page_for_our_own_failures_needs_no_database_and_no_other_template(
    django_assert_num_queries, db: None
):
    from django.template.loader import get_template

    with django_assert_num_queries(0):
        text = get_template("500.html").template.render(_empty())

    assert 'href="/static/people/error.css"' in text
    source = get_template("500.html").template.source
    assert ("extends" in source, "{% static" in source) == (False, False)


def _empty():
    from django.template import Context

    return Context()


def test_what_a_view_releases_for_caches_is_left_alone(rf):
    from gongjian.kernel.headers import safe_headers

    def view(request: HttpRequest) -> HttpResponse:
        return HttpResponse(headers={"Cache-Control": "private, max-age=60"})

    assert safe_headers(view)(rf.get("/"))["Cache-Control"] == "private, max-age=60"


@pytest.mark.parametrize(
    "url", ["/account/", "/account/password/", "/account/edit/", "/people/", "/people/issue/"]
)
def test_pages_carry_no_inline_style_or_script(cast: Cast, url: str):
    import re

    text = cast.client(cast.lin).get(url).content.decode()

    assert re.findall(r"<[^>]+\sstyle=", text) == []
    assert re.findall(r"<[^>]+\son\w+=", text) == []
    assert re.findall(r"<script(?![^>]*\ssrc=)[^>]*>", text) == []
