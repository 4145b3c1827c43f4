//! House rules that no compiler and no lint checks: layers, file sizes, head texts, names, words that must not stay.
//!
//! The table of layers here is the one of the architecture: a module may use modules of lower layers only, and neighbours on
//! one layer do not see each other.

use std::collections::BTreeSet;

use syn::visit::{self, Visit};

use crate::support::{package, read_folder};

/// Modules by layer, lowest first.
const LAYERS: [&[&str]; 11] = [
    &["base"],
    &["diag", "search", "source"],
    &["signature", "yaml"],
    &["syntax", "config", "catalogue"],
    &["model"],
    &["redline"],
    &["handbook"],
    &["check", "render", "export", "report"],
    &["pipeline"],
    &["shell"],
    &["cli"],
];

/// Modules that may touch files, environment, network, processes and the clock.
const WORLD: [&str; 2] = ["shell", "cli"];

/// Parts of the standard library that reach the world.
const WORLDLY: [&str; 6] = ["fs", "env", "process", "net", "thread", "os"];

/// Lines a file may have.
const MAX_LINES: usize = 600;

/// Lines a head text may have.
const MAX_HEAD: usize = 10;

/// What a thing is not called: its only user has a better name for it.
const BAD_FILES: [&str; 8] = ["util", "utils", "helper", "helpers", "common", "misc", "manager", "stuff"];
const BAD_PARTS: [&str; 4] = ["Manager", "Helper", "Util", "Handler"];
const BAD_ENDS: [&str; 2] = ["Data", "Info"];

struct Source {
    /// Below `src`.
    path: String,
    text: String,
}

impl Source {
    /// The top module it belongs to; none for `lib.rs` and `main.rs`.
    fn module(&self) -> Option<&str> {
        self.path.split_once('/').map(|(module, _)| module)
    }

    /// Module path as parts: `check/mod.rs` is `check`, `check/broken_link.rs` is `check, broken_link`.
    fn parts(&self) -> Vec<String> {
        let path = self.path.strip_suffix(".rs").unwrap_or(&self.path);
        let parts = path.split('/').filter(|it| !matches!(*it, "mod" | "lib" | "main"));
        parts.map(str::to_owned).collect()
    }

    fn name(&self) -> &str {
        self.path.rsplit('/').next().unwrap_or(&self.path)
    }

    fn parsed(&self) -> syn::File {
        syn::parse_file(&self.text).unwrap_or_else(|error| panic!("{}: {error}", self.path))
    }
}

fn sources() -> Vec<Source> {
    let files = read_folder(&package("src"), &["rs"]);
    let rust = files.into_iter().filter(|(path, _)| path.ends_with(".rs"));
    let all: Vec<Source> = rust.map(|(path, text)| Source { path, text }).collect();
    assert!(all.len() > 50, "only {} files were found below src", all.len());
    all
}

/// The layer of a top module.
fn layer(module: &str) -> Option<usize> {
    LAYERS.iter().position(|modules| modules.contains(&module))
}

/// Collects the paths a file names, absolute, as parts: `crate::base::Span`, `std::fs::read`.
struct Paths {
    /// Where we are: the module path, inline modules included.
    here: Vec<String>,
    found: BTreeSet<Vec<String>>,
    /// The same without what is compiled for tests only.
    built: BTreeSet<Vec<String>>,
    types: Vec<String>,
    /// Modules in files of their own that are compiled for tests only.
    test_modules: Vec<Vec<String>>,
    testing: usize,
}

impl Paths {
    fn of(source: &Source) -> Self {
        let mut paths = Self {
            here: source.parts(),
            found: BTreeSet::new(),
            built: BTreeSet::new(),
            types: Vec::new(),
            test_modules: Vec::new(),
            testing: 0,
        };
        paths.visit_file(&source.parsed());
        paths
    }

    /// Resolves `self` and `super`; what begins with another name is a crate or local.
    fn add(&mut self, parts: &[String]) {
        let Some(first) = parts.first() else { return };
        let mut base = match first.as_str() {
            "self" | "super" => self.here.clone(),
            _ => return self.insert(parts.to_vec()),
        };
        let climbs = parts.iter().take_while(|it| matches!(it.as_str(), "self" | "super")).count();
        for part in &parts[..climbs] {
            if part == "super" {
                base.pop();
            }
        }
        let absolute = std::iter::once("crate".to_owned()).chain(base).chain(parts[climbs..].iter().cloned());
        self.insert(absolute.collect());
    }

    fn insert(&mut self, path: Vec<String>) {
        if self.testing == 0 {
            self.built.insert(path.clone());
        }
        self.found.insert(path);
    }

    fn add_tree(&mut self, tree: &syn::UseTree, before: &[String]) {
        let with = |name: &syn::Ident| before.iter().cloned().chain([name.to_string()]).collect::<Vec<String>>();
        match tree {
            syn::UseTree::Path(it) => self.add_tree(&it.tree, &with(&it.ident)),
            syn::UseTree::Name(it) => self.add(&with(&it.ident)),
            syn::UseTree::Rename(it) => self.add(&with(&it.ident)),
            syn::UseTree::Glob(_) => self.add(before),
            syn::UseTree::Group(it) => it.items.iter().for_each(|tree| self.add_tree(tree, before)),
        }
    }
}

/// `#[cfg(test)]` or `#[test]`.
fn is_for_tests(attributes: &[syn::Attribute]) -> bool {
    attributes.iter().any(|it| {
        let listed = it.meta.require_list().is_ok_and(|list| list.tokens.to_string() == "test");
        it.path().is_ident("test") || (it.path().is_ident("cfg") && listed)
    })
}

impl<'ast> Visit<'ast> for Paths {
    fn visit_item_mod(&mut self, it: &'ast syn::ItemMod) {
        let tests = is_for_tests(&it.attrs);
        self.here.push(it.ident.to_string());
        if tests && it.content.is_none() {
            self.test_modules.push(self.here.clone());
        }
        self.testing += usize::from(tests);
        visit::visit_item_mod(self, it);
        self.testing -= usize::from(tests);
        self.here.pop();
    }

    fn visit_item_fn(&mut self, it: &'ast syn::ItemFn) {
        let tests = is_for_tests(&it.attrs);
        self.testing += usize::from(tests);
        visit::visit_item_fn(self, it);
        self.testing -= usize::from(tests);
    }

    fn visit_item_use(&mut self, it: &'ast syn::ItemUse) {
        let tests = is_for_tests(&it.attrs);
        self.testing += usize::from(tests);
        self.add_tree(&it.tree, &[]);
        self.testing -= usize::from(tests);
    }

    fn visit_path(&mut self, it: &'ast syn::Path) {
        let parts: Vec<String> = it.segments.iter().map(|it| it.ident.to_string()).collect();
        self.add(&parts);
        visit::visit_path(self, it);
    }

    fn visit_macro(&mut self, it: &'ast syn::Macro) {
        // What stands in a macro call is tokens only: paths are put together from `a :: b`.
        let text = it.tokens.to_string().replace(" :: ", "::").replace(":: ", "::").replace(" ::", "::");
        let is_part = |c: char| c.is_alphanumeric() || matches!(c, '_' | ':');
        for path in text.split(|c| !is_part(c)).filter(|it| it.contains("::")) {
            let parts: Vec<String> = path.split("::").map(str::to_owned).collect();
            if matches!(parts[0].as_str(), "crate" | "super" | "self" | "std") {
                self.add(&parts);
            }
        }
        visit::visit_macro(self, it);
    }

    fn visit_item_struct(&mut self, it: &'ast syn::ItemStruct) {
        self.types.push(it.ident.to_string());
        visit::visit_item_struct(self, it);
    }

    fn visit_item_enum(&mut self, it: &'ast syn::ItemEnum) {
        self.types.push(it.ident.to_string());
        visit::visit_item_enum(self, it);
    }

    fn visit_item_trait(&mut self, it: &'ast syn::ItemTrait) {
        self.types.push(it.ident.to_string());
        visit::visit_item_trait(self, it);
    }

    fn visit_item_type(&mut self, it: &'ast syn::ItemType) {
        self.types.push(it.ident.to_string());
        visit::visit_item_type(self, it);
    }
}

/// What a file does wrong in what it uses. Tests are held to the layers too, but may use disk, environment and any library.
fn wrong_uses(source: &Source, only_tests: bool) -> BTreeSet<String> {
    let mut wrong = BTreeSet::new();
    let Some(module) = source.module() else { return wrong };
    let Some(own) = layer(module) else { return BTreeSet::from([format!("{}: `{module}` is on no layer", source.path)]) };
    let paths = Paths::of(source);
    for path in &paths.found {
        let [first, second, ..] = path.as_slice() else { continue };
        if first == "crate"
            && second != module
            && let Some(used) = layer(second).filter(|used| *used >= own)
        {
            wrong.insert(format!("{}: `{module}` (layer {own}) uses `{second}` (layer {used})", source.path));
        }
    }
    for path in paths.built.iter().filter(|_| !only_tests) {
        let [first, second, ..] = path.as_slice() else { continue };
        if first == "serde_yaml" && source.path != "yaml/node.rs" {
            wrong.insert(format!("{}: uses the YAML library, which only yaml/node.rs knows", source.path));
        }
        if first == "std" && WORLDLY.contains(&second.as_str()) && !WORLD.contains(&module) {
            wrong.insert(format!("{}: uses `std::{second}`, which only {} may", source.path, WORLD.join(" and ")));
        }
    }
    wrong
}

#[test]
fn imports_run_downwards_and_only_shell_and_cli_see_the_world() {
    let sources = sources();
    let test_modules: Vec<Vec<String>> = sources.iter().flat_map(|it| Paths::of(it).test_modules).collect();
    let only_tests = |it: &Source| test_modules.iter().any(|module| it.parts().starts_with(module));
    let wrong: Vec<String> = sources.iter().flat_map(|it| wrong_uses(it, only_tests(it))).collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn the_proof_of_layers_sees_every_way_to_name_a_module() {
    let of = |path: &str, text: &str| wrong_uses(&Source { path: path.to_owned(), text: text.to_owned() }, false).len();
    assert_eq!(of("check/a.rs", "use crate::handbook::{Entry, Links}; fn f() { crate::base::nearest(); }"), 0);
    assert_eq!(of("check/a.rs", "use crate::render::Page;"), 1);
    assert_eq!(of("check/a.rs", "use crate::{base::Span, report::{self, Human}};"), 1);
    assert_eq!(of("check/a.rs", "fn f() { super::super::pipeline::check(); }"), 1);
    assert_eq!(of("check/mod.rs", "mod a { fn f(x: super::super::shell::Files) {} }"), 1);
    assert_eq!(of("check/a.rs", "fn f() { println!(\"{}\", crate::cli::name()); }"), 1);
    assert_eq!(of("handbook/a.rs", "impl crate::check::Rule for X {}"), 1);
    assert_eq!(of("handbook/a.rs", "#[cfg(test)] mod tests { use crate::check::Rule; }"), 1);
    assert_eq!(of("base/a.rs", "use std::{fmt, fs};"), 1);
    assert_eq!(of("base/a.rs", "fn f() { std::env::var(\"A\"); }"), 1);
    assert_eq!(of("base/a.rs", "#[cfg(test)] mod tests { use std::fs; }"), 0);
    assert_eq!(of("model/a.rs", "use serde_yaml::Value;"), 1);
    assert_eq!(of("shell/a.rs", "use std::fs; use crate::pipeline::check;"), 0);
    assert_eq!(of("other/a.rs", ""), 1);
}

#[test]
fn lib_lists_the_modules_in_the_order_of_their_layers() {
    let sources = sources();
    let lib = sources.iter().find(|it| it.path == "lib.rs").unwrap().parsed();
    let modules: Vec<String> =
        lib.items.iter().filter_map(|it| if let syn::Item::Mod(it) = it { Some(it.ident.to_string()) } else { None }).collect();
    let layers: Vec<Option<usize>> = modules.iter().map(|it| layer(it)).collect();
    assert!(layers.iter().all(Option::is_some) && layers.is_sorted(), "{modules:?}");
    let folders: BTreeSet<&str> = sources.iter().filter_map(Source::module).collect();
    assert_eq!(folders, modules.iter().map(String::as_str).collect());
}

#[test]
fn files_are_short_and_say_what_they_are_for() {
    let mut wrong = Vec::new();
    for it in sources() {
        let lines = it.text.lines().count();
        if lines > MAX_LINES {
            wrong.push(format!("{} has {lines} lines; the limit is {MAX_LINES}", it.path));
        }
        let head = it.text.lines().take_while(|line| line.starts_with("//!")).count();
        // A module of tests is explained by the module it tests.
        if (head == 0 && it.name() != "tests.rs") || head > MAX_HEAD {
            wrong.push(format!("{} has a head text of {head} lines; one to {MAX_HEAD} are wanted", it.path));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn names_say_what_a_thing_is() {
    let mut wrong = Vec::new();
    for it in sources() {
        let parts = it.parts();
        wrong.extend(parts.iter().filter(|part| BAD_FILES.contains(&part.as_str())).map(|part| format!("{}: `{part}`", it.path)));
        for name in Paths::of(&it).types {
            let bad = BAD_PARTS.iter().any(|part| name.contains(part)) || BAD_ENDS.iter().any(|end| name.ends_with(end));
            wrong.extend(bad.then(|| format!("{}: `{name}`", it.path)));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn nothing_is_left_to_do_and_no_lint_is_switched_off() {
    // Put together, so that this file does not hold the words itself.
    let words = [["TO", "DO"], ["FIX", "ME"], ["XX", "X"], ["HA", "CK"]].map(|it| it.concat());
    let switches = ["#[al", "#![al"].map(|it| format!("{it}low("));
    let tests = read_folder(&package("tests"), &["rs"]).into_iter().filter(|(path, _)| path.ends_with(".rs"));
    let tests = tests.map(|(path, text)| Source { path: format!("tests/{path}"), text });
    let mut wrong = Vec::new();
    for it in sources().into_iter().chain(tests) {
        for (at, line) in it.text.lines().enumerate() {
            let whole = |word: &String| line.split(|c: char| !c.is_alphanumeric()).any(|part| part == word.as_str());
            if words.iter().any(whole) || switches.iter().any(|switch| line.contains(switch.as_str())) {
                wrong.push(format!("{}:{}: {}", it.path, at + 1, line.trim()));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
