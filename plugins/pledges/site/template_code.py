"""Compiles templates to quicker code for the printing of many pages; what they print stays the same.

Jinja asks at run time what a built page need not ask: whether a name is an attribute or an item, what a
called thing wants to be given, whether what a macro returns is markup. A view model has its attributes and
a macro returns markup, so that is settled when the template is compiled.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from typing import Any, cast

from jinja2 import Environment, nodes
from jinja2.compiler import CodeGenerator, Frame, MacroRef, optimizeconst
from jinja2.environment import TemplateModule
from jinja2.idtracking import VAR_LOAD_RESOLVE
from jinja2.runtime import Macro
from jinja2.utils import missing

from pledges.site.template_whole import whole

#: What Jinja's code puts before the names of a macro's parameters.
_PARAMETER = "l_1_"


def quicken(environment: Environment) -> None:
    """Let the environment compile what it has not loaded yet to quicker code.

    In it ``a.b`` is an attribute, never an item, and one that is missing is an AttributeError.
    """
    modules: dict[str, TemplateModule] = {}

    def macros_of(name: str) -> TemplateModule:
        if name not in modules:
            modules[name] = environment.get_template(name).module
        return modules[name]

    environment.code_generator_class = QuickCode
    environment.filters["remembered"] = _Remembered
    environment.extend(macros_of=macros_of, callable_macro=_callable_macro)


def _callable_macro(macro: Macro) -> Macro:
    """Give a macro its ``function``, which takes what the macro takes and returns a plain string."""
    function = cast("Any", macro)._func
    if macro.caller or macro.catch_kwargs or macro.catch_varargs:
        function = _by_name(macro)
    else:
        function.__defaults__ = (missing,) * len(macro.arguments)
    cast("Any", macro).function = function
    return macro


#: Of how many calls of a macro it is remembered what they printed.
REMEMBERED = 4096


class _Remembered:
    """A macro that prints once what it is asked for again; a macro is a function of what it is given."""

    def __init__(self, macro: Macro) -> None:
        self._macro = macro
        self.function = lru_cache(REMEMBERED, typed=True)(cast("Any", macro).function)

    def __call__(self, *values: Any, **named: Any) -> str:
        return self._macro(*values, **named)


def _by_name(macro: Macro) -> Any:
    return lambda *values, **named: macro(
        *values, **{name.removeprefix(_PARAMETER): value for name, value in named.items()}
    )


class QuickCode(CodeGenerator):
    """Python code that reads attributes and calls macros and methods without asking Jinja."""

    _macros: frozenset[str] = frozenset()
    _printed: nodes.Node | None = None

    def __init__(self, *values: Any, **named: Any) -> None:
        super().__init__(*values, **named)
        self._escaped: set[int] = set()
        self._streams = False

    def visit_Template(self, node: nodes.Template, frame: Frame | None = None) -> None:
        """Take in what the template extends and includes, and note the names that macros have in it."""
        if self.name and self.environment.loader:
            node = whole(self.environment, node, self.name)
        self._streams = any(not include.with_context for include in node.find_all(nodes.Include))
        names = {macro.name for macro in node.find_all(nodes.Macro)}
        for imported in node.find_all(nodes.FromImport):
            names.update(name if isinstance(name, str) else name[1] for name in imported.names)
        self._macros = frozenset(names)
        self.writeline("from pledges.markup.text import escape_text")
        super().visit_Template(node, frame)

    def blockvisit(self, nodes: Iterable[nodes.Node], frame: Frame) -> None:
        """Gather what a template or block prints, and give it away as one text."""
        if frame.buffer or self._streams or not (frame.rootlevel or frame.block_frame):
            super().blockvisit(nodes, frame)
            return
        self.buffer(frame)
        super().blockvisit(nodes, frame)
        self.writeline(f"yield concat({frame.buffer})")
        frame.buffer = None

    def write_commons(self) -> None:
        """Have a name that is missing be undefined from the beginning, so that its uses need not ask."""
        super().write_commons()
        self.writeline("resolve = context.resolve")

    def visit_Name(self, node: nodes.Name, frame: Frame) -> None:
        """Read a name; one that was looked up is never missing, see :meth:`write_commons`."""
        ref = frame.symbols.ref(node.name)
        load = frame.symbols.find_load(ref)
        if node.ctx == "load" and load is not None and load[0] == VAR_LOAD_RESOLVE:
            self.write(ref)
        else:
            super().visit_Name(node, frame)

    @optimizeconst
    def visit_Getattr(self, node: nodes.Getattr, frame: Frame) -> None:
        """Read an attribute."""
        self.visit(node.node, frame)
        self.write(f".{node.attr}")

    @optimizeconst
    def visit_Call(self, node: nodes.Call, frame: Frame, forward_caller: bool = False) -> None:
        """Call a macro by its function, a method as it is, and all else as Jinja does."""
        is_plain = not (forward_caller or node.dyn_args or node.dyn_kwargs)
        if is_plain and self._is_macro(node, frame):
            self._call_macro(node, frame)
        elif is_plain and isinstance(node.node, nodes.Getattr):
            self.visit(node.node, frame)
            self._arguments(node, frame)
        else:
            super().visit_Call(node, frame, forward_caller=forward_caller)

    def _call_macro(self, node: nodes.Call, frame: Frame) -> None:
        is_printed = node is self._printed
        self.write("" if is_printed else "Markup(")
        assert isinstance(node.node, nodes.Name)
        self.write(f"{frame.symbols.ref(node.node.name)}.function")
        self._arguments(node, frame, _PARAMETER)
        self.write("" if is_printed else ")")

    def _arguments(self, node: nodes.Call, frame: Frame, prefix: str = "") -> None:
        self.write("(")
        for value in node.args:
            self.visit(value, frame)
            self.write(", ")
        for named in node.kwargs:
            self.write(f"{prefix}{named.key}=")
            self.visit(named.value, frame)
            self.write(", ")
        self.write(")")

    def _is_macro(self, node: nodes.Node, frame: Frame) -> bool:
        """Tell whether a macro of this template is called, and not a parameter of the same name."""
        if not isinstance(node, nodes.Call) or not isinstance(node.node, nodes.Name):
            return False
        name = node.node.name
        return name in self._macros and frame.symbols.ref(name).startswith("l_0_")

    def _output_child_pre(self, node: nodes.Expr, frame: Frame, finalize: Any) -> None:
        """What a macro returns is markup, and printed as it is; a string is escaped without more ado."""
        if finalize.src or frame.eval_ctx.volatile or not frame.eval_ctx.autoescape:
            super()._output_child_pre(node, frame, finalize)
        elif self._is_macro(node, frame):
            self._printed = node
            self.write("(")
        else:
            self._escaped.add(id(node))
            self.write("(escape_text(_v) if type(_v := ")

    def _output_child_post(self, node: nodes.Expr, frame: Frame, finalize: Any) -> None:
        if id(node) in self._escaped:
            self.write(") is str else _v if type(_v) is Markup else escape(_v))")
        else:
            super()._output_child_post(node, frame, finalize)

    def macro_def(self, macro_ref: MacroRef, frame: Frame) -> None:
        """Give a macro the function that calls of it use."""
        self.write("environment.callable_macro(")
        super().macro_def(macro_ref, frame)
        self.write(")")

    def _import_common(self, node: nodes.Import | nodes.FromImport, frame: Frame) -> None:
        """Load what a template imports once for all pages."""
        if node.with_context:
            super()._import_common(node, frame)
        else:
            self.write("environment.macros_of(")
            self.visit(node.template, frame)
            self.write(")")
