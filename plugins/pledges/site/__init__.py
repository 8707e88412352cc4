"""The Pelican adapter: the only place that imports Pelican."""
