"""What a public site has to say about itself, with honest defaults; and help."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe


@require_safe
def accessibility(request: HttpRequest) -> HttpResponse:
    return render(request, "web/accessibility.html", {"contact": settings.CONTACT_EMAIL})


@require_safe
def legal_notice(request: HttpRequest) -> HttpResponse:
    lead = settings.PUBLISHER or "Cela n’a pas encore été écrit."
    context = {"lead": lead, "publisher": settings.PUBLISHER, "contact": settings.CONTACT_EMAIL}
    return render(request, "web/legal_notice.html", context)


@require_safe
def personal_data(request: HttpRequest) -> HttpResponse:
    context = {"publisher": settings.PUBLISHER, "contact": settings.CONTACT_EMAIL}
    return render(request, "web/personal_data.html", context)


@require_safe
def help_page(request: HttpRequest) -> HttpResponse:
    return render(request, "web/help.html", {"contact": settings.CONTACT_EMAIL})
