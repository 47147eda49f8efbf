//! Bars for each day, as a picture.

use leptos::prelude::*;

use crate::{api::admin::overview::DayCount, texts::t};

/// Width and height of the picture, in its own units.
const WIDTH: usize = 600;
const HEIGHT: u64 = 120;

/// New accounts and sessions of each day, as bars beside each other. The picture is drawn on the server and needs no
/// script; the same numbers are in a table below it.
#[component]
pub fn DayChart(
    /// The days, the oldest first.
    days: Vec<DayCount>,
) -> impl IntoView {
    let texts = &t().admin;
    let highest = days.iter().map(|day| day.sign_ups.max(day.sign_ins)).max().unwrap_or_default().max(1);
    let (sign_ups, sign_ins) = (days.iter().map(|day| day.sign_ups).sum(), days.iter().map(|day| day.sign_ins).sum());
    let step = WIDTH / days.len().max(1);
    let width = (step / 2).saturating_sub(2).max(1);
    let bars = |count: fn(&DayCount) -> u64, beside: usize| {
        let bar = |(index, day): (usize, &DayCount)| {
            // A day with anything has a bar that is seen.
            let height = (count(day) * HEIGHT).div_ceil(highest);
            view! { <rect x=index * step + beside y=HEIGHT - height width=width height=height fill="currentColor"></rect> }
        };
        days.iter().enumerate().map(bar).collect_view()
    };
    let date = |day: &DayCount| day.begins.to_string().get(..10).unwrap_or_default().to_owned();
    let row = |day: &DayCount| {
        view! {
            <tr class="border-t border-border">
                <th scope="row" class="py-1 pe-4 text-start font-normal">{date(day)}</th>
                <td class="py-1 pe-4 text-end">{day.sign_ups}</td>
                <td class="py-1 text-end">{day.sign_ins}</td>
            </tr>
        }
    };
    let ends = (days.first().map(date), days.last().map(date));
    view! {
        <div class="grid gap-2">
            <p class="flex flex-wrap gap-4 text-sm">
                <span class="flex items-center gap-2">
                    <span class="size-3 rounded-full bg-primary"></span>
                    {texts.sign_ups}
                </span>
                <span class="flex items-center gap-2">
                    <span class="size-3 rounded-full bg-muted-foreground"></span>
                    {texts.sign_ins}
                </span>
            </p>
            <svg
                viewBox=format!("0 0 {WIDTH} {HEIGHT}")
                role="img"
                aria-label=(texts.chart_label)(sign_ups, sign_ins)
                class="w-full border-b border-border"
            >
                <g class="text-primary">{bars(|day| day.sign_ups, 0)}</g>
                <g class="text-muted-foreground">{bars(|day| day.sign_ins, step / 2)}</g>
            </svg>
            <p class="flex justify-between gap-4 text-xs text-muted-foreground">
                <span>{ends.0}</span>
                <span>{ends.1}</span>
            </p>
            <details>
                <summary class="text-sm">{texts.chart_table}</summary>
                <table class="mt-2 w-full text-sm">
                    <thead>
                        <tr>
                            <th scope="col" class="py-1 pe-4 text-start">{texts.day}</th>
                            <th scope="col" class="py-1 pe-4 text-end">{texts.sign_ups}</th>
                            <th scope="col" class="py-1 text-end">{texts.sign_ins}</th>
                        </tr>
                    </thead>
                    <tbody>{days.iter().map(row).collect_view()}</tbody>
                </table>
            </details>
        </div>
    }
}
