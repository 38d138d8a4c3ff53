"""«Langue et lecture»: how a reader wants the pages, kept in two cookies of this device, without an account."""

from dataclasses import dataclass

from django.conf import settings
from django.http import HttpRequest, HttpResponse

THEME_COOKIE, EASY_COOKIE = "theme", "lecture"
THEMES = (("system", "Comme mon appareil"), ("light", "Clair"), ("dark", "Sombre"))
LETTERS = (("plain", "Ordinaire"), ("facile", "Lecture facile"))
YEAR_S = 365 * 24 * 3600


@dataclass(frozen=True)
class Reading:
    """``theme``: system, light or dark; ``letters``: plain or facile."""

    theme: str = "system"
    letters: str = "plain"

    @property
    def is_easy(self) -> bool:
        return self.letters == "facile"

    @classmethod
    def of(cls, request: HttpRequest) -> "Reading":
        """What the cookies say; anything else than a known choice says nothing."""
        theme, letters = request.COOKIES.get(THEME_COOKIE, ""), request.COOKIES.get(EASY_COOKIE, "")
        return cls(
            theme if theme in dict(THEMES) else "system",
            letters if letters in dict(LETTERS) else "plain",
        )

    def keep(self, response: HttpResponse) -> None:
        """Write the cookies; the choice of everyone erases its own."""
        ours = ((THEME_COOKIE, self.theme, "system"), (EASY_COOKIE, self.letters, "plain"))
        for name, value, default in ours:
            if value == default:
                response.delete_cookie(name, samesite="Lax")
            else:
                response.set_cookie(
                    name, value, max_age=YEAR_S, httponly=True, samesite="Lax", secure=settings.SESSION_COOKIE_SECURE
                )
