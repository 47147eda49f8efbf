//! Finds class names in Rust sources.
//!
//! Class names are whole words in string literals at these places, and nowhere else:
//! 1. after `class=` or `some_class=`, written without spaces as attributes and props are: a literal, or every
//!    literal in the braces or parentheses that follow;
//! 2. in `class:name=condition`, the name;
//! 3. in `tw!("…")`;
//! 4. in `let class = …;` or `let some_class = …;`, every literal up to the semicolon.
//!
//! An expression after `class=` that is neither braced nor a plain name or call is refused, because its literals
//! would be missed. Words that consist of placeholders (`{}`) are skipped; a word that has other letters as well
//! (`text-{size}`) is refused, because its rule could not be found. Comments and all other strings are not read, so
//! prose never looks like a class.

use crate::{Class, Problem};
use std::path::Path;

/// What a file contains.
#[derive(Debug, Default)]
pub struct Scan {
    /// The classes, in order.
    pub classes: Vec<Class>,
    /// Texts that should be classes and cannot be read as such.
    pub problems: Vec<Problem>,
}

/// Finds the classes of one Rust source.
pub fn scan(file: &Path, source: &str) -> Scan {
    let tokens = Lexer::new(source).tokens();
    let mut scan = Scan::default();
    for index in 0..tokens.len() {
        let Some(Token { kind: Kind::Word(word), line, .. }) = tokens.get(index) else {
            continue;
        };
        let rest = &tokens[index + 1..];
        if *word == "tw" && punct(rest, 0, '!') {
            if let Some(Kind::Text(text)) = rest.get(2).map(|token| &token.kind) {
                scan.words(file, rest[2].line, text);
            }
        } else if is_class(word) {
            let is_let = index > 0 && matches!(tokens[index - 1].kind, Kind::Word("let"));
            if is_let && punct(rest, 0, '=') {
                let end = rest.iter().position(|token| token.kind == Kind::Punct(';')).unwrap_or(rest.len());
                scan.texts(file, &rest[..end]);
            } else if punct(rest, 0, '=') && rest[0].glued && !punct(rest, 1, '=') {
                scan.attribute(file, *line, &rest[1..]);
            } else if *word == "class" && punct(rest, 0, ':') && rest[0].glued {
                scan.toggle(file, *line, &rest[1..]);
            }
        }
    }
    scan
}

fn is_class(word: &str) -> bool {
    word == "class" || word.ends_with("_class")
}

fn punct(tokens: &[Token<'_>], index: usize, c: char) -> bool {
    tokens.get(index).is_some_and(|token| token.kind == Kind::Punct(c))
}

impl Scan {
    /// The value of `class=`.
    fn attribute(&mut self, file: &Path, line: usize, value: &[Token<'_>]) {
        let Some(first) = value.first() else { return };
        match &first.kind {
            Kind::Text(text) => self.words(file, first.line, text),
            Kind::Punct(open @ ('{' | '(')) => {
                let close = if *open == '{' { '}' } else { ')' };
                let mut depth = 0_usize;
                let end = value.iter().position(|token| {
                    if token.kind == Kind::Punct(*open) {
                        depth += 1;
                    } else if token.kind == Kind::Punct(close) {
                        depth -= 1;
                    }
                    depth == 0
                });
                self.texts(file, &value[..end.unwrap_or(value.len())]);
            }
            Kind::Word("move" | "if" | "match" | "format") | Kind::Punct('|') => {
                self.refuse(file, line, "class=", "put the expression in braces: class={…}");
            }
            Kind::Word(_) | Kind::Punct(_) => {}
        }
    }

    /// The name in `class:name=condition`; it may contain hyphens.
    fn toggle(&mut self, file: &Path, line: usize, value: &[Token<'_>]) {
        let mut name = String::new();
        for token in value {
            match token.kind {
                Kind::Word(word) if token.glued => name.push_str(word),
                Kind::Punct('-') if token.glued => name.push('-'),
                Kind::Punct('=') if token.glued && !name.is_empty() => {
                    self.words(file, line, &name);
                    return;
                }
                _ => return,
            }
        }
    }

    fn texts(&mut self, file: &Path, tokens: &[Token<'_>]) {
        for token in tokens {
            if let Kind::Text(text) = &token.kind {
                self.words(file, token.line, text);
            }
        }
    }

    fn words(&mut self, file: &Path, first_line: usize, text: &str) {
        for (offset, line) in text.lines().enumerate() {
            for word in line.split_whitespace() {
                let at = first_line + offset;
                match without_placeholders(word).as_str() {
                    "" => {}
                    same if same == word => {
                        self.classes.push(Class { name: word.to_owned(), file: file.to_owned(), line: at });
                    }
                    _ => self.refuse(file, at, word, "write whole class names, not parts put together"),
                }
            }
        }
    }

    fn refuse(&mut self, file: &Path, line: usize, name: &str, reason: &str) {
        let class = Class { name: name.to_owned(), file: file.to_owned(), line };
        self.problems.push(Problem { class, reason: reason.to_owned() });
    }
}

fn without_placeholders(word: &str) -> String {
    let mut kept = String::new();
    let mut rest = word;
    while let Some((before, after)) = rest.split_once('{') {
        kept.push_str(before);
        rest = after.split_once('}').map_or("", |(_, after)| after);
    }
    kept + rest
}

#[derive(Debug, PartialEq, Eq)]
enum Kind<'a> {
    Word(&'a str),
    Text(String),
    Punct(char),
}

#[derive(Debug)]
struct Token<'a> {
    kind: Kind<'a>,
    line: usize,
    /// Nothing stands between it and the token before.
    glued: bool,
}

/// As much of Rust's lexical structure as is needed to tell strings and comments from code.
struct Lexer<'a> {
    rest: &'a str,
    line: usize,
}

impl<'a> Lexer<'a> {
    fn new(source: &'a str) -> Self {
        Self { rest: source, line: 1 }
    }

    fn tokens(mut self) -> Vec<Token<'a>> {
        let mut tokens = Vec::new();
        let mut glued = false;
        while let Some(c) = self.rest.chars().next() {
            let line = self.line;
            let kind = if c.is_whitespace() {
                self.take(c.len_utf8());
                None
            } else if self.rest.starts_with("//") {
                let end = self.rest.find('\n').unwrap_or(self.rest.len());
                self.take(end);
                None
            } else if self.rest.starts_with("/*") {
                self.block_comment();
                None
            } else if c == '"' {
                Some(Kind::Text(self.string()))
            } else if c == '\'' {
                self.quote();
                None
            } else if let Some(hashes) = raw_string(self.rest) {
                Some(Kind::Text(self.raw_string(hashes)))
            } else if c.is_alphabetic() || c == '_' {
                let end = self.rest.find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(self.rest.len());
                Some(Kind::Word(self.take(end)))
            } else if c.is_ascii_digit() {
                let end = self.rest.find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(self.rest.len());
                Some(Kind::Word(self.take(end)))
            } else {
                self.take(c.len_utf8());
                Some(Kind::Punct(c))
            };
            match kind {
                Some(kind) => {
                    tokens.push(Token { kind, line, glued });
                    glued = true;
                }
                None => glued = false,
            }
        }
        tokens
    }

    fn take(&mut self, length: usize) -> &'a str {
        let (taken, rest) = self.rest.split_at(length);
        self.line += taken.matches('\n').count();
        self.rest = rest;
        taken
    }

    /// Comments nest.
    fn block_comment(&mut self) {
        let mut depth = 0_usize;
        loop {
            if self.rest.starts_with("/*") {
                depth += 1;
                self.take(2);
            } else if self.rest.starts_with("*/") {
                depth -= 1;
                self.take(2);
                if depth == 0 {
                    return;
                }
            } else if let Some(c) = self.rest.chars().next() {
                self.take(c.len_utf8());
            } else {
                return;
            }
        }
    }

    fn string(&mut self) -> String {
        self.take(1);
        let mut text = String::new();
        while let Some(c) = self.rest.chars().next() {
            self.take(c.len_utf8());
            match c {
                '"' => break,
                // No class contains an escaped character; a continued line is white space.
                '\\' => {
                    let skipped = self.rest.chars().next();
                    self.take(skipped.map_or(0, char::len_utf8));
                    text.push(if skipped == Some('\n') { '\n' } else { ' ' });
                }
                c => text.push(c),
            }
        }
        text
    }

    fn raw_string(&mut self, hashes: usize) -> String {
        // r, hashes, quote
        self.take(hashes + 2);
        let end = format!("\"{}", "#".repeat(hashes));
        let length = self.rest.find(&end).unwrap_or(self.rest.len());
        let text = self.take(length).to_owned();
        self.take(end.len().min(self.rest.len()));
        text
    }

    /// A character, or the quote of a lifetime.
    fn quote(&mut self) {
        self.take(1);
        let mut chars = self.rest.chars();
        match (chars.next(), chars.next()) {
            (Some('\\'), Some(escaped)) => {
                self.take(1 + escaped.len_utf8());
                let end = self.rest.find('\'').map_or(self.rest.len(), |end| end + 1);
                self.take(end);
            }
            (Some(c), Some('\'')) => {
                self.take(c.len_utf8() + 1);
            }
            _ => {}
        }
    }
}

/// The number of hashes, if a raw string starts here.
fn raw_string(rest: &str) -> Option<usize> {
    let rest = rest.strip_prefix('r')?;
    let quoted = rest.trim_start_matches('#');
    quoted.starts_with('"').then(|| rest.len() - quoted.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(source: &str) -> Vec<String> {
        let found = scan(Path::new("x.rs"), source);
        assert_eq!(found.problems, []);
        found.classes.into_iter().map(|class| class.name).collect()
    }

    fn refused(source: &str) -> String {
        scan(Path::new("x.rs"), source).problems[0].to_string()
    }

    #[test]
    fn attributes_props_and_marks_are_read() {
        assert_eq!(names(r#"<p class="flex gap-2" id="x">"#), ["flex", "gap-2"]);
        assert_eq!(names(r#"<Icon attr:class="a" icon_class="b" />"#), ["a", "b"]);
        assert_eq!(names(r#"<p class={if a { "b" } else { "c" }} title="d">"#), ["b", "c"]);
        assert_eq!(names(r#"<p class=("b", move || c()) title="d">"#), ["b"]);
        assert_eq!(names(r#"const X: &str = tw!("flex");"#), ["flex"]);
        assert_eq!(names(r#"let class = if a { "b" } else { "c" }; f("d")"#), ["b", "c"]);
        assert_eq!(names("<p class:is-open=open>"), ["is-open"]);
        assert_eq!(names(r##"<p class=r#"content-["x"]"#>"##), [r#"content-["x"]"#]);
        assert_eq!(names("<p class=\"flex\n  gap-2\">"), ["flex", "gap-2"]);
    }

    #[test]
    fn prose_and_code_are_not() {
        assert_eq!(
            names(
                r#"// class="a"
            /* class="b" /* tw!("c") */ class="d" */ "class=\"e\"" 'a' '"' '\'' 'static"#
            ),
            [""; 0]
        );
        assert_eq!(names(r#"if class == "a" { class.push("b") } struct X { class: &'static str }"#), [""; 0]);
        assert_eq!(names(r#"<p class=class title="a">"#), [""; 0]);
        assert_eq!(names(r#"<p class=classes(a) title="a">"#), [""; 0]);
    }

    #[test]
    fn placeholders_are_skipped() {
        assert_eq!(names(r#"class={format!("flex {} {a}{b}", c)}"#), ["flex"]);
    }

    #[test]
    fn what_cannot_be_read_is_refused() {
        assert!(refused("\n<p class=move || a()>").starts_with("x.rs:2: class `class=`: put the expression in braces"));
        assert!(refused(r#"class={format!("text-{size}")}"#).starts_with("x.rs:1: class `text-{size}`: write whole"));
    }
}
