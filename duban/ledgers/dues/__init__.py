"""dues: what a member pays a month, which months are recorded, what goes up. A wage is nobody's data here: the calculator keeps nothing."""
