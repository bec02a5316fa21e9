"""Facts in, results out, as workbooks that an officer opens and sends on."""
