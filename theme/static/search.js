// Results while typing, from the index under /pagefind/. The page works without: its form leads to the archive.
const form = document.getElementById("search");
const words = document.getElementById("search-words");
const status = document.getElementById("search-status");
const results = document.getElementById("search-results");
const more = document.getElementById("search-more");
const AT_ONCE = 10;

let index; // Pagefind, once it is loaded
let found = []; // all that was found last
let list; // the results on the page
let shown = 0;

async function load() {
  index ??= import(new URL(form.dataset.index + "pagefind.js", location).href).then(async (pagefind) => {
    await pagefind.options({ baseUrl: form.dataset.base, excerptLength: 28 });
    return pagefind;
  });
  return index;
}

function chosen() {
  const filters = {};
  for (const select of form.querySelectorAll("select")) {
    if (select.value) filters[select.name] = select.value;
  }
  return filters;
}

function element(tag, className, ...children) {
  const made = document.createElement(tag);
  if (className) made.className = className;
  made.append(...children);
  return made;
}

// An excerpt is HTML with <mark> in it; nothing else of it is let through.
function marked(html) {
  const parsed = new DOMParser().parseFromString(html, "text/html").body;
  return [...parsed.childNodes].map((node) =>
    node.nodeName === "MARK" ? element("mark", "", node.textContent) : node.textContent,
  );
}

function link(url, text) {
  const made = element("a", "", text);
  made.href = url;
  return made;
}

function item(result) {
  const title = element("h2", "results__title", link(result.url, result.meta.title));
  const about = element("p", "results__about", `${result.meta.kind}. ${result.meta.about ?? ""}`);
  const excerpt = element("p", "results__excerpt", ...marked(result.excerpt));
  const parts = result.sub_results.filter((part) => part.url !== result.url).slice(0, 3);
  const made = element("li", "results__item", title, about, excerpt);
  if (parts.length) {
    const links = parts.map((part) => element("li", "", link(part.url, part.title)));
    made.append(element("ul", "meta results__parts", ...links));
  }
  return made;
}

async function show(answers) {
  const next = await Promise.all(answers.slice(shown, shown + AT_ONCE).map((answer) => answer.data()));
  if (answers !== found) return []; // something else was typed meanwhile
  const items = next.map(item);
  list.append(...items);
  shown += items.length;
  more.hidden = shown >= answers.length;
  return items;
}

// What is said stands on the form, in the language of the page; forms of the plural in the order of its rule.
const CATEGORIES = ["zero", "one", "two", "few", "many", "other"];
const plural = new Intl.PluralRules(document.documentElement.lang);
const known = CATEGORIES.filter((category) => plural.resolvedOptions().pluralCategories.includes(category));

function counted(forms, count) {
  const form = known.indexOf(plural.select(count));
  return forms[Math.min(form, forms.length - 1)].replace("%(num)s", () => count.toLocaleString(plural.locale));
}

function say(count, asked) {
  const { found, foundFor, nothing, nothingFor } = form.dataset;
  if (!count) status.textContent = asked ? nothingFor.replace("%(words)s", () => asked) : "";
  else status.textContent = counted(JSON.parse(asked ? foundFor : found), count).replace("%(words)s", () => asked);
}

function remember(asked) {
  const query = new URLSearchParams(Object.entries({ q: asked, ...chosen() }).filter(([, value]) => value));
  history.replaceState(null, "", query.size ? `?${query}` : location.pathname);
}

async function search() {
  const asked = words.value.trim();
  const filters = chosen();
  remember(asked);
  try {
    const pagefind = await load();
    const nothing = !asked && !Object.keys(filters).length;
    const answer = nothing ? { results: [] } : await pagefind.debouncedSearch(asked || null, { filters }, 120);
    if (answer === null) return; // more was typed meanwhile
    found = answer.results;
    shown = 0;
    list = element("ol");
    await show(found);
    if (answer.results !== found) return;
    results.replaceChildren(...(found.length ? [list] : []));
    say(found.length, asked);
  } catch (error) {
    index = undefined;
    status.textContent = form.dataset.broken;
    console.warn(error);
  }
}

function restore() {
  const query = new URLSearchParams(location.search);
  words.value = query.get("q") ?? "";
  for (const select of form.querySelectorAll("select")) select.value = query.get(select.name) ?? "";
}

form.addEventListener("submit", (event) => {
  event.preventDefault();
  search();
});
words.addEventListener("focus", load, { once: true });
words.addEventListener("input", search);
form.addEventListener("change", search);
more.addEventListener("click", async () => {
  const [first] = await show(found);
  first?.querySelector("a").focus();
});
restore();
if (words.value || location.search) search();
