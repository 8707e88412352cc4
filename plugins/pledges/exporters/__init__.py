"""The record taken out of a site: one archive of everything, which can be put back, and WordPress's form."""
