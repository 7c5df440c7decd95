//! The frame of every page: one file, nothing from outside, and nothing runs but the script whose hash stands in its head.

use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use maud::{DOCTYPE, Markup, PreEscaped, html};
use serde::Serialize;
use sha2::{Digest, Sha256};

const STYLE: &str = include_str!("assets/report.css");
const SCRIPT: &str = include_str!("assets/report.js");

/// A page as text. `known` is what its script reads: data, which no browser runs.
pub fn page(title: &str, known: &impl Serialize, body: &Markup) -> String {
    let policy = format!(
        "default-src 'none'; style-src '{}'; script-src '{}'; img-src data:; base-uri 'none'; form-action 'none'",
        hash(STYLE),
        hash(SCRIPT)
    );
    let document = html! {
        (DOCTYPE)
        html lang="en" {
            head {
                meta charset="utf-8";
                meta http-equiv="Content-Security-Policy" content=(policy);
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta name="color-scheme" content="light dark";
                meta name="generator" content={ "Railhead " (env!("CARGO_PKG_VERSION")) };
                // Without it a browser would ask the server for one.
                link rel="icon" href="data:,";
                title { (title) }
                style { (PreEscaped(STYLE)) }
            }
            body {
                (body)
                script #known type="application/json" { (PreEscaped(data(known))) }
                script { (PreEscaped(SCRIPT)) }
            }
        }
    };
    document.into_string()
}

/// JSON that can't end its element, whatever the words in it.
fn data(known: &impl Serialize) -> String {
    let json = serde_json::to_string(known).unwrap_or_else(|_| "{}".into());
    json.replace('<', "\\u003c").replace('>', "\\u003e").replace('&', "\\u0026")
}

fn hash(content: &str) -> String {
    format!("sha256-{}", BASE64_STANDARD.encode(Sha256::digest(content.as_bytes())))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_stay_words() {
        let evil = "</script><script>alert(1)</script>";
        let page = page(evil, &[evil], &html! { p { (evil) } });
        assert_eq!(page.matches("<script").count(), 2, "the data and the page's own");
        assert!(page.contains(r#"["\u003c/script\u003e\u003cscript\u003ealert(1)\u003c/script\u003e"]"#));
        assert!(page.contains("<p>&lt;/script&gt;&lt;script&gt;alert(1)&lt;/script&gt;</p>"));
    }

    #[test]
    fn the_assets_have_no_end_tags_in_them() {
        assert!(!STYLE.contains("</") && !SCRIPT.contains("</") && !SCRIPT.contains("innerHTML"));
    }
}
