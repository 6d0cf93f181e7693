"""What customers without contracts will buy and are worth."""
