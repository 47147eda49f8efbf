use std::{cell::RefCell, collections::BTreeSet, sync::LazyLock, time::Duration};

use toml::{Table, Value};

use super::Problem;

/// Reads typed values out of TOML, noting each problem instead of stopping at the first.
pub(super) struct Reader<'a> {
    table: &'a Table,
    path: String,
    used: RefCell<BTreeSet<&'a str>>,
    findings: &'a Findings,
}

/// What reading a configuration brought up.
#[derive(Debug, Default)]
pub(super) struct Findings {
    /// Wrong values: the configuration is refused.
    pub(super) problems: RefCell<Vec<Problem>>,
    /// Keys that nothing reads: reported, not refused, because the file may serve a newer version.
    pub(super) unknown: RefCell<Vec<Problem>>,
}

impl<'a> Reader<'a> {
    pub(super) fn new(table: &'a Table, findings: &'a Findings) -> Self {
        Self { table, path: String::new(), used: RefCell::default(), findings }
    }

    fn key(&self, key: &str) -> String {
        if self.path.is_empty() { key.to_owned() } else { format!("{}.{key}", self.path) }
    }

    pub(super) fn problem(&self, key: &str, message: impl Into<String>, hint: impl Into<String>) {
        self.findings.problems.borrow_mut().push(Problem::new(self.key(key), message, hint));
    }

    fn value(&self, key: &'a str) -> Option<&'a Value> {
        self.used.borrow_mut().insert(key);
        self.table.get(key)
    }

    fn typed<T>(&self, key: &'a str, wanted: &str, read: impl FnOnce(&'a Value) -> Option<T>) -> Option<T> {
        let value = self.value(key)?;
        let read = read(value);
        if read.is_none() {
            self.problem(key, format!("is {}", describe(value)), format!("give {wanted}"));
        }
        read
    }

    /// A value of any kind.
    pub(super) fn any(&self, key: &'a str) -> Option<&'a Value> {
        self.value(key)
    }

    pub(super) fn bool(&self, key: &'a str) -> Option<bool> {
        self.typed(key, "true or false", Value::as_bool)
    }

    pub(super) fn text(&self, key: &'a str) -> Option<String> {
        self.typed(key, "a text in quotes", |value| value.as_str().map(str::to_owned))
    }

    pub(super) fn number<T: TryFrom<i64>>(&self, key: &'a str) -> Option<T> {
        self.typed(key, "a whole number, not negative", |value| {
            value.as_integer().filter(|number| *number >= 0).and_then(|number| T::try_from(number).ok())
        })
    }

    /// A number that need not be whole.
    pub(super) fn fraction(&self, key: &'a str) -> Option<f64> {
        self.typed(key, "a number", |value| match value {
            Value::Float(number) => Some(*number),
            Value::Integer(number) => i32::try_from(*number).ok().map(f64::from),
            _ => None,
        })
    }

    /// Seconds, as all of Better Auth's times are.
    pub(super) fn seconds(&self, key: &'a str) -> Option<Duration> {
        self.number(key).map(Duration::from_secs)
    }

    pub(super) fn texts(&self, key: &'a str) -> Option<Vec<String>> {
        self.typed(key, "a list of texts", |value| {
            value.as_array()?.iter().map(|item| item.as_str().map(str::to_owned)).collect()
        })
    }

    /// A text, or a list of texts.
    pub(super) fn text_or_texts(&self, key: &'a str) -> Option<Vec<String>> {
        match self.table.get(key) {
            Some(Value::String(_)) => self.text(key).map(|text| vec![text]),
            _ => self.texts(key),
        }
    }

    /// A value of any simple kind as a word, or a list of words.
    pub(super) fn words(&self, key: &'a str) -> Option<Vec<String>> {
        self.typed(key, "a text, a number, true or false, or a list of texts", |value| match value {
            Value::String(text) => Some(vec![text.clone()]),
            Value::Integer(number) => Some(vec![number.to_string()]),
            Value::Boolean(truth) => Some(vec![truth.to_string()]),
            Value::Array(list) => list.iter().map(|item| item.as_str().map(str::to_owned)).collect(),
            _ => None,
        })
    }

    /// Names and values of a table whose keys are data.
    pub(super) fn pairs(&self, key: &'a str) -> Vec<(String, String)> {
        let section = self.section(key);
        let mut pairs = Vec::new();
        for (name, _) in section.entries() {
            pairs.extend(section.text(name).map(|value| (name.to_owned(), value)));
        }
        pairs
    }

    /// Every table of a list of tables (`[[key]]`).
    pub(super) fn sections(&self, key: &'a str) -> Vec<Reader<'a>> {
        let tables = self.typed(key, "tables in double brackets", |value| {
            value.as_array()?.iter().map(Value::as_table).collect::<Option<Vec<_>>>()
        });
        let reader = |(index, table)| Reader {
            table,
            path: format!("{}.{index}", self.key(key)),
            used: RefCell::default(),
            findings: self.findings,
        };
        tables.unwrap_or_default().into_iter().enumerate().map(reader).collect()
    }

    /// One of several words.
    pub(super) fn choice<T: Copy>(&self, key: &'a str, choices: &[(&str, T)]) -> Option<T> {
        let text = self.text(key)?;
        let found = choices.iter().find(|(word, _)| text.eq_ignore_ascii_case(word)).map(|(_, choice)| *choice);
        if found.is_none() {
            let words: Vec<_> = choices.iter().map(|(word, _)| *word).collect();
            self.problem(key, format!("is `{text}`"), format!("give one of {}", words.join(", ")));
        }
        found
    }

    /// A table of its own; an absent one reads as empty.
    pub(super) fn section(&self, key: &'a str) -> Reader<'a> {
        static EMPTY: LazyLock<Table> = LazyLock::new(Table::new);
        let table = self.typed(key, "a table", Value::as_table).unwrap_or(&EMPTY);
        Reader { table, path: self.key(key), used: RefCell::default(), findings: self.findings }
    }

    /// The keys and readers of a table whose keys are data; values that are not tables are given as they are.
    pub(super) fn entries(&self) -> impl Iterator<Item = (&'a str, &'a Value)> {
        self.used.borrow_mut().extend(self.table.keys().map(String::as_str));
        self.table.iter().map(|(key, value)| (key.as_str(), value))
    }

    /// Marks keys as known although nothing reads them here.
    pub(super) fn known(&self, keys: &[&'a str]) {
        self.used.borrow_mut().extend(keys);
    }

    /// Reports the keys that nothing has read.
    pub(super) fn finish(self) {
        let used = self.used.borrow();
        for key in self.table.keys().filter(|key| !used.contains(key.as_str())) {
            let problem = Problem::new(self.key(key), "is not an option of this version", "check the spelling");
            self.findings.unknown.borrow_mut().push(problem);
        }
    }
}

fn describe(value: &Value) -> String {
    match value {
        // A text may be a secret, so it is not repeated.
        Value::String(_) => "a text".into(),
        Value::Array(_) => "a list".into(),
        Value::Table(_) => "a table".into(),
        other => other.to_string(),
    }
}
