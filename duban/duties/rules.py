"""The rules this room asks for, by their codes."""

REMIND_WORKDAYS = "duties.remind_workdays"
