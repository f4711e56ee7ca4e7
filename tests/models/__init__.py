"""Language models through their real SDKs, against servers that speak each protocol."""
