//! How many tests passed and failed, from the lines that the test runners print.

use std::ops::AddAssign;

/// The result of one or more test runs.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Counts {
    pub(crate) passed: u64,
    pub(crate) failed: u64,
    pub(crate) skipped: u64,
}

impl Counts {
    pub(crate) fn ran(self) -> u64 {
        self.passed + self.failed
    }
}

impl AddAssign for Counts {
    fn add_assign(&mut self, other: Self) {
        self.passed += other.passed;
        self.failed += other.failed;
        self.skipped += other.skipped;
    }
}

/// `test result: ok. 5 passed; 0 failed; 1 ignored; 0 measured; 0 filtered out; finished in 0.00s`
pub(crate) fn cargo_test(line: &str) -> Option<Counts> {
    let line = without_colour(line);
    let (_, counts) = line.trim().strip_prefix("test result: ")?.split_once(". ")?;
    let number = |name: &str| {
        counts.split(';').find_map(|part| part.trim().strip_suffix(name)?.trim().parse().ok()).unwrap_or_default()
    };
    Some(Counts { passed: number("passed"), failed: number("failed"), skipped: number("ignored") })
}

/// The closing lines of Playwright: `12 passed (5.3s)`, `2 failed`, `1 skipped`, `3 did not run`.
pub(crate) fn playwright(line: &str) -> Option<Counts> {
    let line = without_colour(line);
    let (number, rest) = line.trim().split_once(' ')?;
    let number: u64 = number.parse().ok()?;
    let (word, duration) = rest.split_once(" (").unwrap_or((rest, ")"));
    if !duration.ends_with(')') {
        return None;
    }
    match word {
        "passed" => Some(Counts { passed: number, ..Counts::default() }),
        // A test that passes only sometimes, or that was not reached, has not passed.
        "failed" | "flaky" | "interrupted" | "did not run" => Some(Counts { failed: number, ..Counts::default() }),
        "skipped" => Some(Counts { skipped: number, ..Counts::default() }),
        _ => None,
    }
}

/// The line without the terminal's colour codes.
fn without_colour(line: &str) -> String {
    let mut plain = String::with_capacity(line.len());
    let mut characters = line.chars();
    while let Some(character) = characters.next() {
        if character == '\u{1b}' {
            // A sequence ends with its first letter.
            let _ = characters.by_ref().find(char::is_ascii_alphabetic);
        } else {
            plain.push(character);
        }
    }
    plain
}

#[cfg(test)]
mod tests {
    use super::*;

    fn counts(passed: u64, failed: u64, skipped: u64) -> Counts {
        Counts { passed, failed, skipped }
    }

    #[test]
    fn reads_the_result_of_a_cargo_test_binary() {
        let good = "test result: ok. 42 passed; 0 failed; 3 ignored; 0 measured; 7 filtered out; finished in 0.10s";
        assert_eq!(cargo_test(good), Some(counts(42, 0, 3)));
        let bad =
            "test result: \u{1b}[31mFAILED\u{1b}(B\u{1b}[m. 1 passed; 2 failed; 0 ignored; 0 measured; 0 filtered out";
        assert_eq!(cargo_test(bad), Some(counts(1, 2, 0)));
    }

    #[test]
    fn other_lines_of_cargo_test_count_nothing() {
        for line in ["running 42 tests", "test a_test ... ok", "test result", "5 passed; 0 failed", ""] {
            assert_eq!(cargo_test(line), None, "{line}");
        }
    }

    #[test]
    fn reads_the_closing_lines_of_playwright() {
        assert_eq!(playwright("  12 passed (5.3s)"), Some(counts(12, 0, 0)));
        assert_eq!(playwright("\u{1b}[32m  1 passed\u{1b}[39m\u{1b}[2m (1.1m)\u{1b}[22m"), Some(counts(1, 0, 0)));
        assert_eq!(playwright("  2 failed"), Some(counts(0, 2, 0)));
        assert_eq!(playwright("  1 flaky"), Some(counts(0, 1, 0)));
        assert_eq!(playwright("  3 did not run"), Some(counts(0, 3, 0)));
        assert_eq!(playwright("  4 skipped"), Some(counts(0, 0, 4)));
    }

    #[test]
    fn other_lines_of_playwright_count_nothing() {
        let lines = [
            "Running 12 tests using 2 workers",
            "  ✓  1 [js] › guard.spec.ts:3:1 › a test (1.2s)",
            "passed",
            "3 passed tests",
            "",
        ];
        for line in lines {
            assert_eq!(playwright(line), None, "{line}");
        }
    }

    #[test]
    fn runs_add_up() {
        let mut sum = counts(1, 0, 0);
        sum += counts(2, 3, 4);
        assert_eq!(sum, counts(3, 3, 4));
        assert_eq!(sum.ran(), 6);
    }
}
