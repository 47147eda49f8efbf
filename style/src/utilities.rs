//! The utility classes: those of `encre-css`, what we add to them, and what we refuse.

use crate::{Class, Problem};
use encre_css::{
    Config, Preflight,
    config::DarkMode,
    plugins::{Arbitrary, DynamicPlugin, ListProperties, Plugin, PropertyName, Spacing},
    selector::Variant,
};
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// The colours of the theme: `bg-card` is `background-color: var(--card)`.
pub const COLOURS: [&str; 26] = [
    "background",
    "subtle",
    "foreground",
    "card",
    "card-foreground",
    "popover",
    "popover-foreground",
    "muted",
    "muted-foreground",
    "border",
    "input",
    "ring",
    "primary",
    "primary-foreground",
    "accent",
    "accent-foreground",
    "destructive",
    "destructive-foreground",
    "destructive-text",
    "success",
    "success-background",
    "warning",
    "warning-background",
    "danger",
    "danger-background",
    "overlay",
];

/// Namespaces that name a side of the screen, and their logical counterparts.
const PHYSICAL: [(&str, &str); 16] = [
    ("ml-", "ms-"),
    ("mr-", "me-"),
    ("pl-", "ps-"),
    ("pr-", "pe-"),
    ("left-", "start-"),
    ("right-", "end-"),
    ("text-left", "text-start"),
    ("text-right", "text-end"),
    ("border-l", "border-s"),
    ("border-r", "border-e"),
    ("rounded-l", "rounded-s"),
    ("rounded-r", "rounded-e"),
    ("rounded-tl", "rounded-ss"),
    ("rounded-tr", "rounded-se"),
    ("scroll-ml-", "scroll-ms-"),
    ("scroll-mr-", "scroll-me-"),
];

/// The rules of these classes, each of them once.
///
/// # Errors
///
/// Names every class that has no rule, or that we refuse.
pub fn generate(classes: &[Class]) -> Result<String, Vec<Problem>> {
    let config = config("[data-theme=\"dark\"]");
    let mut names = BTreeMap::new();
    let mut problems = Vec::new();
    for class in classes {
        let reason = names.entry(class.name.as_str()).or_insert_with(|| refusal(&class.name, &config));
        if let Some(reason) = reason {
            problems.push(Problem { class: class.clone(), reason: reason.clone() });
        }
    }
    if !problems.is_empty() {
        return Err(problems);
    }
    let names: BTreeSet<&str> = names.into_keys().collect();
    let mut css = encre_css::generate(names.iter().copied(), &config);

    // `dark:` holds where the person chose dark, and where the system did and the person did not choose light. A
    // variant of encre-css is one selector, so those classes are generated a second time.
    let dark: Vec<&str> = names.into_iter().filter(|name| name.split(':').any(|variant| variant == "dark")).collect();
    if !dark.is_empty() {
        let by_system = encre_css::generate(dark, &self::config(":root:not([data-theme])"));
        css = format!("{css}\n\n@media (prefers-color-scheme: dark) {{\n{by_system}\n}}");
    }
    let css = by_theme(&css);
    Ok(format!("{}{css}", defaults(&css)))
}

/// Puts the tokens of the theme in the place of the engine's own scales, which plugins cannot replace.
fn by_theme(css: &str) -> String {
    let line = |line: &str| {
        let Some((property, value)) = line.split_once(": ") else {
            return line.to_owned();
        };
        let token = match (property.trim_start(), value) {
            (radius, value) if radius.starts_with("border-") && radius.ends_with("-radius") => match value {
                "0.25rem;" => "calc(var(--radius) - 4px);",
                "0.375rem;" => "calc(var(--radius) - 2px);",
                "0.5rem;" => "var(--radius);",
                "0.75rem;" => "calc(var(--radius) + 4px);",
                _ => value,
            },
            ("font-family", value) if value.starts_with("ui-sans-serif") => "var(--font-sans);",
            ("font-family", value) if value.ends_with("monospace;") => "var(--font-mono);",
            _ => value,
        };
        format!("{property}: {token}")
    };
    css.lines().map(line).collect::<Vec<_>>().join("\n")
}

/// Why a class cannot be used; `None` if it can.
fn refusal(name: &str, config: &Config) -> Option<String> {
    let utility = without_variants(name).trim_start_matches('-');
    let physical = PHYSICAL.iter().find(|(physical, _)| {
        utility.strip_prefix(physical).is_some_and(|rest| {
            // `border-l` is a side, `border-lime-500` is not.
            physical.ends_with('-') || rest.is_empty() || rest.starts_with('-')
        })
    });
    if let Some((physical, logical)) = physical {
        return Some(format!("names a side of the screen; write `{logical}` instead of `{physical}`"));
    }
    // encre-css 0.21 turns the element about the axes X and Y instead of Z, which mirrors it.
    if utility.strip_prefix("rotate-").is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit())) {
        return Some("write `[rotate:90deg]`; the engine turns `rotate-90` about the wrong axes".to_owned());
    }
    encre_css::generate([name], config).is_empty().then(|| "has no rule".to_owned())
}

/// The part after the last colon that is outside brackets.
fn without_variants(name: &str) -> &str {
    let mut depth = 0_i32;
    let mut start = 0;
    for (index, c) in name.char_indices() {
        match c {
            '[' | '(' => depth += 1,
            ']' | ')' => depth -= 1,
            ':' if depth == 0 => start = index + 1,
            _ => {}
        }
    }
    &name[start..]
}

fn config(dark: &'static str) -> Config {
    let mut config = Config::default();
    config.preflight = Preflight::None;
    config.theme.dark_mode = DarkMode::new_class(dark);
    for name in COLOURS {
        config.theme.colors.add(name, format!("var(--{name})"));
    }
    for (name, selector) in [
        ("aria-invalid", "&[aria-invalid=\"true\"]"),
        ("aria-current", "&[aria-current=\"page\"]"),
        ("popover-open", "&:popover-open"),
        ("user-invalid", "&:user-invalid"),
    ] {
        config.register_variant(name, Variant::new(config.last_variant_order(), selector));
    }
    for plugin in additions() {
        config.register_dynamic_plugin(plugin);
    }
    config
}

/// Utilities of Tailwind that `encre-css` has not, and those that follow our theme.
fn additions() -> Vec<DynamicPlugin> {
    let size = || PropertyName::MultipleProps(vec!["width".to_owned(), "height".to_owned()]);
    let properties = [
        ("fill-none", "fill: none;"),
        ("hyphens-auto", "hyphens: auto;"),
        ("wrap-anywhere", "overflow-wrap: anywhere;"),
        ("field-sizing-content", "field-sizing: content;"),
    ];
    vec![
        Plugin::Spacing(Spacing {
            namespace: "size".to_owned(),
            prop: size(),
            has_auto: Some(true),
            has_full: Some(true),
            ..Spacing::default_dynamic()
        }),
        Plugin::Arbitrary(Arbitrary { namespace: "size".to_owned(), prop: size(), ..Arbitrary::default_dynamic() }),
        Plugin::ListProperties(ListProperties {
            props: properties.map(|(name, css)| (name.to_owned(), vec![css.to_owned()])).into(),
            ..ListProperties::default_dynamic()
        }),
    ]
}

/// First values for the variables that rules read. In `encre-css` they are part of a reset that we do not use.
fn defaults(css: &str) -> String {
    let reset = encre_css::generate([""], &Config::default());
    let known: HashMap<&str, &str> = reset
        .lines()
        .filter_map(|line| line.trim().strip_suffix(';')?.split_once(": "))
        .filter(|(name, _)| name.starts_with("--en-"))
        .collect();
    let used: BTreeSet<&str> = css
        .split("var(")
        .skip(1)
        .filter_map(|after| after.find([')', ',']).map(|end| &after[..end]))
        .filter(|name| known.contains_key(name))
        .collect();
    if used.is_empty() {
        return String::new();
    }
    let lines: Vec<String> = used.iter().map(|name| format!("  {name}: {};\n", known[name])).collect();
    let lines = lines.concat();
    format!("*, ::before, ::after, ::backdrop {{\n{lines}}}\n\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn css(names: &str) -> Result<String, Vec<Problem>> {
        let class = |name: &str| Class { name: name.to_owned(), file: "x.rs".into(), line: 7 };
        generate(&names.split(' ').map(class).collect::<Vec<_>>())
    }

    #[track_caller]
    fn has(class: &str, expected: &str) {
        let css = css(class).unwrap();
        let flat = css.split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(flat.contains(expected), "{flat}");
    }

    #[track_caller]
    fn refused(class: &str, reason: &str) {
        let problems = css(class).unwrap_err();
        assert!(problems[0].reason.contains(reason), "{}", problems[0]);
    }

    #[test]
    fn colours_are_those_of_the_theme() {
        has("bg-primary", ".bg-primary { background-color: var(--primary); }");
        has("text-muted-foreground", "color: var(--muted-foreground);");
        has("border-input", "border-color: var(--input);");
        has("bg-primary/90", "color-mix(in oklab, var(--primary) 90%, transparent)");
        let theme = include_str!("../theme.css");
        for name in COLOURS {
            assert!(theme.contains(&format!("--{name}: light-dark(")), "{name} is not in theme.css");
        }
    }

    #[test]
    fn variants_have_effect() {
        has("md:p-8", "@media (width >= 48rem) { .md\\:p-8 { padding: 2rem; } }");
        has("hover:underline", ".hover\\:underline:hover {");
        has("aria-invalid:border-input", ".aria-invalid\\:border-input[aria-invalid=\"true\"] {");
        has("data-[state=open]:flex", "[data-state=open] { display: flex; }");
        has("group-hover:flex", ".group:hover .group-hover\\:flex {");
        has("noscript:hidden", "@media (scripting: none) {");
    }

    #[test]
    fn dark_follows_the_choice_and_else_the_system() {
        has("dark:flex", "[data-theme=\"dark\"] .dark\\:flex { display: flex; }");
        has(
            "dark:flex",
            "@media (prefers-color-scheme: dark) { :root:not([data-theme]) .dark\\:flex { display: flex; } }",
        );
    }

    #[test]
    fn additions_have_rules() {
        has("size-4", "{ width: 1rem; height: 1rem; }");
        has("size-[18px]", "{ width: 18px; height: 18px; }");
        has("size-full", "{ width: 100%; height: 100%; }");
        has("rounded-lg", ".rounded-lg { border-radius: var(--radius); }");
        has("md:rounded-lg", ".md\\:rounded-lg { border-radius: var(--radius); }");
        has("rounded-md", "{ border-radius: calc(var(--radius) - 2px); }");
        has("rounded-full", "border-radius: 9999px;");
        has("font-mono", "{ font-family: var(--font-mono); }");
        has("wrap-anywhere", "{ overflow-wrap: anywhere; }");
    }

    #[test]
    fn variables_have_first_values() {
        has("tabular-nums", "--en-slashed-zero: ;");
    }

    #[test]
    fn unknown_classes_are_named_with_file_and_line() {
        let problems = css("flex flexx hovr:flex bg-nope").unwrap_err();
        let shown: Vec<_> = problems.iter().map(ToString::to_string).collect();
        assert_eq!(
            shown,
            [
                "x.rs:7: class `flexx`: has no rule",
                "x.rs:7: class `hovr:flex`: has no rule",
                "x.rs:7: class `bg-nope`: has no rule",
            ]
        );
    }

    #[test]
    fn sides_and_broken_utilities_are_refused() {
        refused("ml-2", "write `ms-`");
        refused("md:-mr-2", "write `me-`");
        refused("text-left", "write `text-start`");
        refused("border-l", "write `border-s`");
        refused("rotate-90", "write `[rotate:90deg]`");
        has("border-lime-500", "border-color:");
    }
}
