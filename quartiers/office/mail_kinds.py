"""How the page of messages calls the mails of the office."""

MAIL_KINDS = {"office.example": "annonce d’une rencontre"}
