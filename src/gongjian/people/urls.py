"""Addresses of people: signing in, one's own account, accounts, roles and departments."""

from django.urls import include, path

from gongjian.people.views import accounts, departments, grants, imports, look, mine, sign_in, slips

app_name = "people"
own = [
    path("", mine.account, name="account"),
    path("edit/", mine.edit, name="account-edit"),
    path("password/", mine.password, name="password"),
    path("sign-out-everywhere/", mine.end_sessions, name="sign-out-everywhere"),
]
one_account = [
    path("", accounts.person, name="person"),
    path("edit/", accounts.edit, name="person-edit"),
    path("phone/", accounts.phone, name="phone"),
    path("reset-password/", accounts.reset_password, name="reset-password"),
    path("unlock/", accounts.unlock, name="unlock"),
    path("close/", accounts.close, name="close"),
    path("reopen/", accounts.reopen, name="reopen"),
    path("grant/", grants.grant, name="grant"),
]
one_department = [
    path("", departments.department, name="department"),
    path("edit/", departments.edit, name="department-edit"),
    path("close/", departments.close, name="department-close"),
    path("reopen/", departments.reopen, name="department-reopen"),
]
urlpatterns = [
    path("sign-in/", sign_in.sign_in, name="sign-in"),
    path("sign-out/", sign_in.sign_out, name="sign-out"),
    path("session/", sign_in.session, name="session"),
    path("look/", look.look, name="look"),
    path("account/", include(own)),
    path("people/", accounts.people, name="list"),
    path("people/issue/", accounts.issue, name="issue"),
    path("people/import/", imports.upload, name="import"),
    path("people/import/confirm/", imports.confirm, name="import-confirm"),
    path("people/import/form.xlsx", imports.blank, name="import-form"),
    path("people/slips/", slips.slips, name="slips"),
    path("people/areas/", grants.areas, name="areas"),
    path("people/<int:pk>/", include(one_account)),
    path("people/grants/<int:pk>/revoke/", grants.revoke, name="revoke"),
    path("departments/", departments.departments, name="departments"),
    path("departments/add/", departments.add, name="department-add"),
    path("departments/<int:pk>/", include(one_department)),
]
