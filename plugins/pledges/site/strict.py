"""A Pelican that collects every problem first, stages the site, then swaps it in.

Stock Pelican drops a file that it cannot read and ends with status 0. This one builds nothing
until the record is whole, and leaves the last good site where anything goes wrong.
"""

from __future__ import annotations

import datetime as dt
import sys
from pathlib import Path
from typing import Any

from pelican import Pelican
from pelican.generators import ArticlesGenerator, PagesGenerator, StaticGenerator
from pelican.plugins._utils import get_plugin_name

from pledges.domain.essay import Essay
from pledges.domain.page import Page
from pledges.errors import ContentError, PledgesError, SettingsError, did_you_mean
from pledges.settings import Settings, read_settings
from pledges.site.builder import finish_interrupted
from pledges.site.edition import Edition, open_edition
from pledges.site.inputs import Inputs
from pledges.site.memory import Memory, load_memory
from pledges.site.state import load_state, state_path
from pledges.site.unchanged import site_inputs


class _ReadOnly:
    """Generators that only read: printing is the pledges generator's work."""

    def generate_output(self, writer: Any) -> None:
        """Print nothing."""


class EssayReading(_ReadOnly, ArticlesGenerator):  # type: ignore[misc]  # Pelican is untyped
    """Pelican's articles generator: readers, metadata, plugins' signals; no output."""


class PageReading(_ReadOnly, PagesGenerator):  # type: ignore[misc]  # Pelican is untyped
    """Pelican's pages generator: readers, metadata, plugins' signals; no output."""


class StrictPelican(Pelican):  # type: ignore[misc]  # Pelican is untyped
    """Use as ``PELICAN_CLASS``. Every problem is printed, one a line, and the exit status is 1."""

    collects_problems = True

    def init_plugins(self) -> None:
        """Load the plugins; raises SettingsError when one cannot be, or ours is not among them.

        Stock Pelican logs a plugin that cannot be registered and builds the site without it.
        """
        wanted = [_plugin_name(plugin) for plugin in self.settings["PLUGINS"] or ()]
        super().init_plugins()
        loaded = {name.removeprefix("pelican.plugins.") for name in self.settings["PLUGINS"]}
        if missing := [name for name in wanted if name not in loaded]:
            raise SettingsError(
                f"PLUGINS: {', '.join(missing)} could not be loaded; see the error above"
                + did_you_mean(missing[0], ["pledges"])
            )
        if "pledges" not in loaded:
            raise SettingsError('PLUGINS: has no "pledges"; write PLUGINS = ["pledges"]')

    def build(self, now: dt.datetime | None = None, known: Memory | None = None) -> Edition:
        """Build the site and return the edition, with its report. ``known`` is what this process knew last.

        Raises ContentError with every problem of the record, SettingsError for settings.
        """
        self._keep_what_stands()
        self._refuse_output_among_sources()
        settings = read_settings(self.settings)
        finish_interrupted(Path(self.output_path))
        now = now or dt.datetime.now(dt.UTC)
        inputs = self._inputs(settings, now)
        before = load_state(state_path(Path(self.output_path))).inputs
        memory = load_memory(Path(self.output_path), before, known)
        edition = open_edition(Path(self.path), settings, now, inputs, memory)
        self.settings["PLEDGES_EDITION"] = edition
        read = [*edition.unread()]
        self.settings["ARTICLE_PATHS"] = [essay.path for essay in read if isinstance(essay, Essay)]
        self.settings["PAGE_PATHS"] = [page.path for page in read if isinstance(page, Page)]
        super().run()
        return edition

    def run(self) -> None:
        """Build for Pelican's own command: problems go to stderr, the exit status is 1."""
        try:
            self.build()
        except ContentError as error:
            for problem in error.problems:
                print(problem, file=sys.stderr)
            raise SystemExit(1) from None
        except PledgesError as error:
            print(f"pledges: {error}", file=sys.stderr)
            raise SystemExit(1) from None

    def _inputs(self, settings: Settings, now: dt.datetime) -> Inputs:
        """Return what is built from now; files that are edited meanwhile will count as changed."""
        plugins = [_plugin_name(plugin) for plugin in self.settings["PLUGINS"]]
        overrides = self.settings["THEME_TEMPLATES_OVERRIDES"]
        return site_inputs(Path(self.path), Path(self.theme), overrides, plugins, settings, now)

    def _refuse_output_among_sources(self) -> None:
        """Raise SettingsError when the site would be built into what it is built from, or around it."""
        output = Path(self.output_path).resolve()
        for name, source in (("PATH", Path(self.path).resolve()), ("THEME", Path(self.theme).resolve())):
            if output.is_relative_to(source) or source.is_relative_to(output):
                raise SettingsError(
                    f'OUTPUT_PATH: "{output}" and {name} "{source}" lie within each other; '
                    "write a folder that holds nothing but the site"
                )

    def _keep_what_stands(self) -> None:
        """Switch off what would empty the output before the build, or print yesterday's texts.

        The builder removes what nothing prints any more, and a text's links depend on other files.
        """
        self.delete_outputdir = False
        self.settings["LOAD_CONTENT_CACHE"] = False
        self.settings["CACHE_CONTENT"] = False

    def _get_generator_classes(self) -> list[type]:
        """Put our reading generators in the place of Pelican's, and copy no static files with its."""
        ours = {ArticlesGenerator: EssayReading, PagesGenerator: PageReading}
        classes = super()._get_generator_classes()
        return [ours.get(cls, cls) for cls in classes if cls is not StaticGenerator]


def _plugin_name(plugin: Any) -> str:
    """Return a plugin's name, whether the settings name it or hold the module itself."""
    name: str = plugin if isinstance(plugin, str) else get_plugin_name(plugin)
    return name.removeprefix("pelican.plugins.")
