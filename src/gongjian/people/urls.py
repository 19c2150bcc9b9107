"""Addresses of people: signing in, one's own account, accounts and departments."""

from django.urls import include, path

from gongjian.people.views import look, mine, sign_in

app_name = "people"
urlpatterns = [
    path("sign-in/", sign_in.sign_in, name="sign-in"),
    path("sign-out/", sign_in.sign_out, name="sign-out"),
    path("session/", sign_in.session, name="session"),
    path("look/", look.look, name="look"),
    path(
        "account/",
        include(
            [
                path("", mine.account, name="account"),
                path("edit/", mine.edit, name="account-edit"),
                path("password/", mine.password, name="password"),
                path("sign-out-everywhere/", mine.end_sessions, name="sign-out-everywhere"),
            ]
        ),
    ),
]
