//! Measures the contrast of the theme by the formulas of WCAG 2.2.

use std::collections::BTreeMap;

/// A colour of CSS's `oklch()`: lightness, chroma, hue in degrees.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Oklch(pub f64, pub f64, pub f64);

impl Oklch {
    /// Reads `oklch(l c h)`; `None` for anything else, also with transparency.
    pub fn parse(text: &str) -> Option<Self> {
        let mut parts = text.trim().strip_prefix("oklch(")?.strip_suffix(')')?.split_whitespace().map(str::parse);
        let (l, c, h) = (parts.next()?.ok()?, parts.next()?.ok()?, parts.next()?.ok()?);
        parts.next().is_none().then_some(Self(l, c, h))
    }

    /// Linear sRGB, clipped to what a screen can show. The numbers are those of Björn Ottosson's definition, which
    /// CSS Color 4 adopts.
    #[expect(clippy::many_single_char_names, reason = "the names of the definition")]
    fn linear_srgb(self) -> [f64; 3] {
        let Self(lightness, chroma, hue) = self;
        let (sin, cos) = hue.to_radians().sin_cos();
        let (a, b) = (chroma * cos, chroma * sin);
        let l = (lightness + 0.396_337_777_4 * a + 0.215_803_757_3 * b).powi(3);
        let m = (lightness - 0.105_561_345_8 * a - 0.063_854_172_8 * b).powi(3);
        let s = (lightness - 0.089_484_177_5 * a - 1.291_485_548 * b).powi(3);
        [
            4.076_741_662_1 * l - 3.307_711_591_3 * m + 0.230_969_929_2 * s,
            -1.268_438_004_6 * l + 2.609_757_401_1 * m - 0.341_319_396_5 * s,
            -0.004_196_086_3 * l - 0.703_418_614_7 * m + 1.707_614_701 * s,
        ]
        .map(|channel| channel.clamp(0.0, 1.0))
    }

    fn luminance(self) -> f64 {
        let [r, g, b] = self.linear_srgb();
        0.2126 * r + 0.7152 * g + 0.0722 * b
    }

    /// The contrast ratio of two colours, from 1 to 21.
    pub fn contrast(self, other: Self) -> f64 {
        let (one, two) = (self.luminance(), other.luminance());
        (one.max(two) + 0.05) / (one.min(two) + 0.05)
    }
}

/// The opaque colours of a theme, by name: light and dark.
pub fn colours(theme: &str) -> BTreeMap<&str, [Oklch; 2]> {
    theme
        .lines()
        .filter_map(|line| {
            let (name, value) = line.trim().strip_prefix("--")?.split_once(": ")?;
            let (light, dark) = value.strip_prefix("light-dark(")?.strip_suffix(");")?.split_once("), ")?;
            Some((name, [Oklch::parse(&format!("{light})"))?, Oklch::parse(dark)?]))
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Pairs that are used together: what is read needs 4.5, what is only recognised needs 3.
    const PAIRS: [(&str, &[&str], f64); 24] = [
        ("foreground", &["background", "subtle", "card", "popover", "muted"], 4.5),
        ("card-foreground", &["card", "muted"], 4.5),
        ("popover-foreground", &["popover", "muted"], 4.5),
        // Small and everywhere, so a class better than AA asks for.
        ("muted-foreground", &["background", "subtle", "card", "popover", "muted"], 6.0),
        ("primary-foreground", &["primary"], 4.5),
        ("accent", &["background", "subtle", "card", "popover", "muted"], 4.5),
        ("accent-foreground", &["accent"], 4.5),
        ("destructive-foreground", &["destructive"], 4.5),
        ("destructive-text", &["background", "subtle", "card", "popover"], 4.5),
        ("success", &["background", "subtle", "card", "popover", "success-background"], 4.5),
        ("warning", &["background", "subtle", "card", "popover", "warning-background"], 4.5),
        ("danger", &["background", "subtle", "card", "popover", "danger-background"], 4.5),
        ("input", &["background", "subtle", "card", "popover"], 3.0),
        ("ring", &["background", "subtle", "card", "popover", "muted"], 3.0),
        ("ring", &["danger-background"], 3.0),
        ("primary", &["background", "subtle", "card", "popover"], 3.0),
        ("destructive", &["background", "subtle", "card"], 3.0),
        ("destructive-text", &["muted"], 4.5),
        ("success", &["muted"], 4.5),
        ("warning", &["muted"], 4.5),
        ("danger", &["muted"], 4.5),
        ("foreground", &["success-background", "warning-background", "danger-background"], 4.5),
        ("accent", &["success-background", "warning-background", "danger-background"], 4.5),
        ("muted-foreground", &["muted"], 6.0),
    ];

    #[test]
    fn theme_has_contrast() {
        let colours = colours(include_str!("../theme.css"));
        let mut failures = Vec::new();
        for (front, backs, least) in PAIRS {
            for back in backs {
                for (mode, name) in ["light", "dark"].into_iter().enumerate() {
                    let ratio = colours[front][mode].contrast(colours[back][mode]);
                    if ratio < least {
                        failures.push(format!("{name}: {front} on {back}: {ratio:.2}, needs {least}"));
                    }
                }
            }
        }
        assert!(failures.is_empty(), "{failures:#?}");
    }

    #[test]
    fn known_ratios_are_met() {
        let (white, black) = (Oklch(1.0, 0.0, 0.0), Oklch(0.0, 0.0, 0.0));
        assert!((white.contrast(black) - 21.0).abs() < 0.01);
        // #767676 is the darkest grey that misses nothing: 4.54 on white.
        assert!((Oklch(0.5659, 0.0, 0.0).contrast(white) - 4.54).abs() < 0.03);
        // sRGB red, oklch(0.628 0.2577 29.23): 4.00 on white.
        assert!((Oklch(0.628, 0.2577, 29.23).contrast(white) - 4.0).abs() < 0.02);
    }
}
