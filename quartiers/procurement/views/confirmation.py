"""An administrator of the installation read the text of a rule: it weighs as its text says. Or she takes it back."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from quartiers.kernel.french import quantity
from quartiers.office.authors import author_of
from quartiers.procurement.actions.legal import confirm_rule, withdraw_confirmation
from quartiers.procurement.forms.legal import ConfirmRuleForm
from quartiers.procurement.queries import legal as queries
from quartiers.web.access import ADMINISTRATION, requires

LIST = "Règles à confirmer"


@requires(ADMINISTRATION)
@require_safe
def confirmations(request: HttpRequest) -> HttpResponse:
    """Which rules nobody of the project has read, and who has read them here."""
    lines = [one for one in queries.rule_lines() if one.rule.is_unread]
    count = sum(one.confirmation is not None for one in lines)
    lead = f"{quantity(len(lines), 'règle')} sans lecture connue, dont {count} confirmées ici."
    context = {"lines": lines, "lead": lead, "crumbs": [*_crumbs(), (LIST, "")]}
    return render(request, "procurement/confirmations.html", context)


@requires(ADMINISTRATION)
@require_http_methods(["GET", "HEAD", "POST"])
def confirm(request: HttpRequest, code: str) -> HttpResponse:
    """Where was it read?"""
    line = _line(code)
    form = ConfirmRuleForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        confirm_rule(code, source=form.cleaned_data["source"], by=author_of(request), now=timezone.now())
        messages.success(request, f"La règle {code} est confirmée. Les contrôles en tiennent compte dès maintenant.")
        return redirect(_back())
    crumbs = [*_crumbs(), (LIST, _back()), (f"Règle {code}", "")]
    return render(request, "procurement/rule_confirm.html", {"line": line, "form": form, "crumbs": crumbs})


@requires(ADMINISTRATION)
@require_POST
def withdraw(request: HttpRequest, code: str) -> HttpResponse:
    """Take a confirmation back."""
    withdraw_confirmation(_line(code).rule.code, by=author_of(request), now=timezone.now())
    messages.success(request, f"La confirmation de la règle {code} est retirée. Le passé reste écrit.")
    return redirect(_back())


def _line(code: str) -> queries.RuleLine:
    found = next((one for one in queries.rule_lines() if one.rule.code == code), None)
    if found is None or not found.rule.is_unread:
        raise Http404
    return found


def _crumbs() -> list[tuple[str, str]]:
    return [("Achats responsables", reverse("procurement:hub"))]


def _back() -> str:
    return reverse("procurement:confirmations")
