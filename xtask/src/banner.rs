//! The framed message of `cargo xtask dev`.

/// The accounts that the server makes in development: address and role.
const ACCOUNTS: [(&str, &str); 2] = [("ana@example.com", "admin"), ("ben@example.com", "user")];
const PASSWORD: &str = "correct-horse-battery";

/// What to know once the server answers.
pub(crate) fn ready(address: &str) -> String {
    let mut lines = vec![format!("Latchkey is ready: {address}"), String::new()];
    for (email, role) in ACCOUNTS {
        lines.push(format!("sign in as  {email:<16}  {PASSWORD}  ({role})"));
    }
    lines.push(format!("mail        {address}/dev/mailbox"));
    lines.push("stop        Ctrl+C".to_string());
    frame(&lines)
}

/// The lines in a box of their longest line's width.
fn frame(lines: &[String]) -> String {
    let width = lines.iter().map(|line| line.chars().count()).max().unwrap_or_default();
    let rule = "─".repeat(width + 2);
    let body: Vec<String> = lines.iter().map(|line| format!("│ {line:<width$} │")).collect();
    let body = body.join("\n");
    format!("┌{rule}┐\n{body}\n└{rule}┘")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_line_of_the_frame_is_equally_wide() {
        let framed = frame(&["short".to_string(), "a longer line: ü".to_string(), String::new()]);
        let widths: Vec<usize> = framed.lines().map(|line| line.chars().count()).collect();
        assert_eq!(widths, [20, 20, 20, 20, 20]);
    }

    #[test]
    fn the_banner_says_where_who_and_how() {
        let banner = ready("http://127.0.0.1:3000");
        for part in [
            "http://127.0.0.1:3000/dev/mailbox",
            "ana@example.com",
            "ben@example.com",
            "correct-horse-battery",
            "(admin)",
        ] {
            assert!(banner.contains(part), "{part} is missing in:\n{banner}");
        }
    }
}
