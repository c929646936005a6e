//! Who names whom, who knows which crate, and how long files are.

use std::collections::{BTreeMap, BTreeSet};

use super::{File, files};

/// Whom every module may name besides itself, and does. A module that is not here is a mistake.
const NAMES: &[(&str, &[&str])] = &[
    ("source", &[]),
    ("diag", &["source"]),
    ("model", &["source"]),
    ("address", &[]),
    ("ledger", &[]),
    ("config", &["address", "diag", "model", "source"]),
    ("load", &["config", "diag", "ledger", "model", "source"]),
    ("parse", &["diag", "load", "model", "source"]),
    ("identity", &["diag", "ledger", "model", "source"]),
    ("resolve", &["address", "diag", "identity", "ledger", "load", "model", "source", "xml"]),
    ("news", &["identity", "ledger", "load", "model", "render", "resolve", "source"]),
    ("lint", &["diag", "model", "resolve", "source"]),
    ("xml", &[]),
    ("theme", &["model", "xml"]),
    ("render", &["diag", "ledger", "model", "resolve", "source", "theme", "xml"]),
    ("package", &["render", "xml"]),
    ("prove", &["diag", "model", "package", "render", "resolve", "source", "theme", "xml"]),
    (
        "pipeline",
        &[
            "config", "diag", "identity", "ledger", "lint", "load", "model", "news", "package", "parse",
            "prove", "render", "resolve", "source", "theme",
        ],
    ),
    (
        "release",
        &[
            "config", "diag", "ledger", "load", "model", "news", "package", "pipeline", "render", "resolve",
            "source",
        ],
    ),
    (
        "changes",
        &[
            "config", "diag", "identity", "ledger", "load", "model", "news", "parse", "pipeline", "render",
            "resolve", "source", "theme",
        ],
    ),
    ("fetch", &["diag", "load", "model", "pipeline", "resolve"]),
    (
        "cli",
        &[
            "changes", "config", "diag", "fetch", "ledger", "load", "model", "news", "package", "pipeline",
            "release", "theme",
        ],
    ),
];

/// Crates that one module knows: what stands before `::`, and the folder. What is read back must not be read by those who
/// wrote it, so HTML has a second.
const DOORS: &[(&str, &str)] = &[
    ("pulldown_cmark", "src/parse/"),
    ("html5ever", "src/parse/html src/prove/page/tree.rs"),
    ("markup5ever_rcdom", "src/parse/html src/prove/page/tree.rs"),
    ("hayro_syntax", "src/render/typst/pages.rs src/prove/print"),
    ("hayro_cmap", "src/prove/print"),
    ("similar", "src/prove/compare.rs src/ledger/ src/identity/align.rs src/changes/"),
    ("arborium", "src/resolve/highlight/"),
    ("math_core", "src/resolve/math"),
    ("resvg", "src/resolve/images"),
    ("read_fonts", "src/theme/"),
    ("skera", "src/theme/"),
    ("typst", "src/render/typst"),
    ("typst_kit", "src/render/typst"),
    ("typst_layout", "src/render/typst"),
    ("typst_pdf", "src/render/typst"),
    ("epub_builder", "src/package/"),
    ("zip", "src/package/"),
    ("minisign", "src/release/sign.rs"),
    ("ureq", "src/fetch.rs"),
    ("clap", "src/cli"),
    ("clap_complete", "src/cli"),
    ("clap_mangen", "src/cli"),
    ("indicatif", "src/cli"),
    ("signal_hook", "src/cli"),
    ("annotate_snippets", "src/diag/"),
];

/// Where the world is touched: files, processes, the environment, the clock, the network.
const EDGE: &[&str] = &[
    "src/cli/",
    "src/fetch.rs",
    "src/load/",
    "src/main.rs",
    "src/package/folder.rs",
    "src/pipeline/cache.rs",
    "src/release/checker.rs",
    "src/render/typst/program.rs",
    "src/render/typst/running.rs",
    "src/render/typst/workplace.rs",
];

/// What touches it. Clippy's list of disallowed methods asks each place at the edge for its reason.
const EFFECTS: &[&str] = &[
    "std::fs",
    "std::env",
    "std::process",
    "std::net",
    "tempfile",
    "ureq",
    "Instant",
    "SystemTime",
    "::now(",
    ".is_file()",
    ".is_dir()",
    ".exists()",
    ".canonicalize()",
    ".read_dir()",
    ".metadata()",
    "new_v4",
    "thread_rng",
];

/// Files of more than 400 lines, with the reason.
const LONG: &[(&str, &str)] = &[];

#[test]
fn modules_name_whom_they_may() {
    let rules: BTreeMap<&str, BTreeSet<&str>> =
        NAMES.iter().map(|(module, named)| (*module, named.iter().copied().collect())).collect();
    let mut named: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for file in files("src", ".rs") {
        let Some(module) = module(&file.path) else { continue };
        assert!(rules.contains_key(module), "{}: the module `{module}` has no rule", file.path);
        let code = code(&file);
        let found = named.entry(module.to_owned()).or_default();
        for name in crate_paths(&code).into_iter().filter(|name| name != module) {
            assert!(rules[module].contains(name.as_str()), "{}: `{module}` may not name `{name}`", file.path);
            found.insert(name);
        }
    }
    for (module, allowed) in &rules {
        let found: BTreeSet<&str> = named.get(*module).into_iter().flatten().map(String::as_str).collect();
        let unused: Vec<_> = allowed.difference(&found).collect();
        assert!(unused.is_empty(), "`{module}` does not name {unused:?}: take that out of its rule");
    }
}

#[test]
fn no_module_names_one_that_names_it() {
    let rules: BTreeMap<&str, &[&str]> = NAMES.iter().copied().collect();
    let mut done: BTreeSet<&str> = BTreeSet::new();
    while done.len() < rules.len() {
        let before = done.len();
        let is_free = |named: &[&str]| named.iter().all(|name| done.contains(name));
        let next: Vec<&str> =
            rules.iter().filter(|(_, named)| is_free(named)).map(|(module, _)| *module).collect();
        done.extend(next);
        assert!(done.len() > before, "a cycle among the modules that are not {done:?}");
    }
}

#[test]
fn every_module_is_in_the_architecture() {
    let text = &files("src", "ARCHITECTURE.md")[0].text;
    for (module, _) in NAMES.iter().filter(|(module, _)| *module != "xml") {
        assert!(
            text.contains(&format!("| [`{module}`] |")),
            "src/ARCHITECTURE.md says nothing of `{module}`"
        );
    }
}

#[test]
fn every_heavy_crate_has_one_door() {
    for file in files("src", ".rs") {
        let code = code(&file);
        for (name, door) in DOORS {
            let is_door = is_behind(&file.path, door);
            assert!(
                is_door || !names_crate(&code, name),
                "{} knows `{name}`, whose door is {door}",
                file.path
            );
        }
    }
    for (name, door) in DOORS.iter().filter(|(name, _)| !name.starts_with("typst")) {
        for door in door.split(' ') {
            let is_used = |file: &File| is_behind(&file.path, door) && names_crate(&code(file), name);
            assert!(files("src", ".rs").iter().any(is_used), "nothing behind {door} knows `{name}`");
        }
    }
}

fn is_behind(path: &str, doors: &str) -> bool {
    doors.split(' ').any(|door| path.starts_with(door))
}

#[test]
fn the_world_is_touched_at_the_edge() {
    let (edge, inside): (Vec<File>, Vec<File>) =
        files("src", ".rs").into_iter().partition(|file| EDGE.iter().any(|door| file.path.starts_with(door)));
    for file in &inside {
        let code = code(file).replace("std::process::ExitCode", "");
        for effect in EFFECTS {
            assert!(!code.contains(effect), "{} knows `{effect}`", file.path);
        }
    }
    for door in EDGE {
        let is_used = |file: &&File| {
            file.path.starts_with(door) && EFFECTS.iter().any(|effect| code(file).contains(effect))
        };
        assert!(edge.iter().any(|file| is_used(&file)), "{door} touches nothing: take it out of the list");
    }
}

#[test]
fn files_are_short() {
    let long: BTreeMap<&str, &str> = LONG.iter().copied().collect();
    for file in files("src", ".rs").into_iter().chain(files("tests", ".rs")) {
        let count = file.text.lines().count();
        match long.get(file.path.as_str()) {
            None => assert!(count <= 400, "{} has {count} lines: give it a better shape", file.path),
            Some(reason) => {
                assert!(count > 400, "{} has {count} lines: no exception is needed ({reason})", file.path);
            }
        }
    }
}

/// The module at the top that a file belongs to; the crate's own two files belong to none.
fn module(path: &str) -> Option<&str> {
    let rest = path.strip_prefix("src/")?;
    let name = rest.split('/').next()?;
    let name = name.strip_suffix(".rs").unwrap_or(name);
    (name != "lib" && name != "main").then_some(name)
}

/// A file without its comments.
fn code(file: &File) -> String {
    let lines = file.text.lines().filter(|line| !line.trim_start().starts_with("//"));
    lines.fold(String::new(), |code, line| code + line + "\n")
}

/// The modules at the top that `crate::…` and `crate::{…}` name.
fn crate_paths(code: &str) -> Vec<String> {
    let mut names = Vec::new();
    for (at, _) in code.match_indices("crate::") {
        let rest = &code[at + "crate::".len()..];
        match rest.strip_prefix('{') {
            Some(group) => names.extend(group_heads(group)),
            None => names.push(word(rest).to_owned()),
        }
    }
    names
}

/// The first words of what is listed up to the brace that closes.
fn group_heads(group: &str) -> Vec<String> {
    let mut heads = Vec::new();
    let mut depth = 0_usize;
    let mut item = String::new();
    for c in group.chars() {
        match c {
            '}' if depth == 0 => break,
            ',' if depth == 0 => heads.push(std::mem::take(&mut item)),
            _ => {
                depth = match c {
                    '{' => depth + 1,
                    '}' => depth - 1,
                    _ => depth,
                };
                item.push(c);
            }
        }
    }
    heads.push(item);
    heads.iter().map(|item| word(item.trim()).to_owned()).filter(|head| !head.is_empty()).collect()
}

fn word(text: &str) -> &str {
    let end = text.find(|c: char| !(c.is_alphanumeric() || c == '_')).unwrap_or(text.len());
    &text[..end]
}

/// Whether a path begins with the crate's name. Modules of ours that are called so are named through another.
fn names_crate(code: &str, name: &str) -> bool {
    code.match_indices(&format!("{name}::")).any(|(at, _)| {
        let before = &code[..at];
        let begins = !before.ends_with(|c: char| c.is_alphanumeric() || c == '_' || c == ':');
        let is_own = ["typst", "zip"].contains(&name) && !is_extern(before);
        begins && !is_own
    })
}

/// Whether a path is that of a `use`, which begins with the crate unless it begins with `super`, `self` or `crate`.
fn is_extern(before: &str) -> bool {
    before.trim_end().ends_with("use")
}
