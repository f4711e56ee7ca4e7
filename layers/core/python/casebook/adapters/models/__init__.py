"""Language models through their makers' own SDKs, each imported by the builder that needs it."""
