"""Strings become values: the words of a mail, a table and its columns, a large file."""

from quartiers.office.forms.imports import ColumnsForm, TableForm
from quartiers.office.forms.loads import LoadForm
from quartiers.office.forms.mails import ExpectedForm, MailForm

__all__ = ["ColumnsForm", "ExpectedForm", "LoadForm", "MailForm", "TableForm"]
