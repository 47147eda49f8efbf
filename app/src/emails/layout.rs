use leptos::prelude::*;

/// The frame of every HTML mail: one column, at most one button, and its address in plain text below.
///
/// Mail readers know neither style sheets nor modern CSS, so the few styles stand at the elements. A page would
/// not be allowed to do that; a mail is not a page of ours.
pub(super) fn frame(title: &str, paragraphs: &[String], button: Option<(&str, &str)>, footer: &str) -> String {
    let button = button.map(|(label, url)| (label.to_owned(), url.to_owned()));
    let (title, footer) = (title.to_owned(), footer.to_owned());
    let paragraphs = paragraphs.to_vec();
    let owner = Owner::new();
    let body = owner.with(|| {
        view! {
            <body style="margin:0;background:#f6f7f9;color:#16181d;font:16px/1.5 system-ui,sans-serif">
                <div style="max-width:480px;margin:0 auto;padding:32px 16px">
                    <div style="background:#fff;border:1px solid #dfe2e8;border-radius:12px;padding:32px">
                        <h1 style="margin:0 0 16px;font-size:20px;line-height:1.3">{title}</h1>
                        {paragraphs.into_iter().map(|text| view! { <p style="margin:0 0 16px">{text}</p> }).collect_view()}
                        {button.map(|(label, url)| view! {
                            <p style="margin:24px 0">
                                <a href=url.clone() style="display:inline-block;background:#16181d;color:#fff;text-decoration:none;border-radius:8px;padding:10px 16px">{label}</a>
                            </p>
                            <p style="margin:0;font-size:13px;color:#5b616e;word-break:break-all">{url}</p>
                        })}
                    </div>
                    <p style="margin:16px 0 0;font-size:13px;color:#5b616e;text-align:center">{footer}</p>
                </div>
            </body>
        }
        .to_html()
    });
    format!("<!doctype html><html lang=\"en\"><meta charset=\"utf-8\">{body}</html>")
}
