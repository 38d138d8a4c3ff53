"""Strings become values: the words of a mail, a table and its columns."""

from quartiers.office.forms.imports import ColumnsForm, TableForm
from quartiers.office.forms.mails import ExpectedForm, MailForm

__all__ = ["ColumnsForm", "ExpectedForm", "MailForm", "TableForm"]
