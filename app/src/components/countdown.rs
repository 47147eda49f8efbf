use leptos::prelude::*;

/// Seconds that are left, counting down from `from` whenever `trigger` changes; zero before that, on the server and
/// without scripts.
pub fn use_countdown(from: u32, trigger: Signal<usize>) -> ReadSignal<u32> {
    let (left, set_left) = signal(0_u32);
    let ticking = StoredValue::new(None::<IntervalHandle>);
    let stop = move || {
        if let Some(handle) = ticking.try_update_value(Option::take).flatten() {
            handle.clear();
        }
    };
    Effect::new(move |before: Option<usize>| {
        let now = trigger.get();
        if before.is_some_and(|before| before != now) {
            stop();
            set_left.set(from);
            let tick = move || {
                set_left.update(|left| *left = left.saturating_sub(1));
                if left.get_untracked() == 0 {
                    stop();
                }
            };
            ticking.set_value(set_interval_with_handle(tick, std::time::Duration::from_secs(1)).ok());
        }
        now
    });
    on_cleanup(stop);
    left
}
