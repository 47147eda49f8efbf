use leptos::prelude::*;

/// `false` on the server and in the first frame, `true` once scripts run.
///
/// For controls that do nothing without a script: they stay hidden until they work, also where scripts are allowed
/// but have not arrived.
pub fn use_hydrated() -> ReadSignal<bool> {
    let (hydrated, set_hydrated) = signal(false);
    Effect::new(move |_| set_hydrated.set(true));
    hydrated
}
