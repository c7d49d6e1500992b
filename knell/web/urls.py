"""Addresses of the pages. Ids may hold anything, so they take the whole of what lies between the fixed parts."""

from django.urls import path

from . import views

urlpatterns = [
    path("", views.show_overview, name="overview"),
    path("incidents/<path:name>/brief/", views.show_brief, name="brief"),
    path("incidents/<path:name>/why/", views.show_why, name="why"),
    path("incidents/<path:name>/history/", views.show_history, name="history"),
    path("incidents/<path:name>/", views.show_incident, name="incident"),
    path("reports/", views.show_reports, name="reports"),
    path("reports/<path:name>/", views.show_report, name="report"),
    path("claims/<path:name>/", views.show_claim, name="claim"),
    path("exhibits/", views.show_exhibits, name="exhibits"),
    path("exhibits/<str:name>/<int:position>.jpg", views.send_picture, name="picture"),
    path("exhibits/<path:name>/", views.show_exhibit, name="exhibit"),
    path("left-out/", views.show_left_out, name="left-out"),
    path("method/", views.show_method, name="method"),
    path("style.css", views.send_style, name="style"),
    path("marks/<int:claims>.css", views.send_marks, name="marks"),
    path("mark.svg", views.send_icon, name="icon"),
    path("favicon.ico", views.send_icon),
    path("robots.txt", views.send_robots),
]

handler400 = "knell.web.views.refuse_request"
handler404 = "knell.web.views.say_not_found"
handler500 = "knell.web.views.say_fault"
