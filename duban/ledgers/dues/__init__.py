"""dues: what a member pays a month. The calculator keeps nothing: a wage is nobody's data here."""
