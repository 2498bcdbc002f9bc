use super::*;

fn cut(source: &str) -> String {
    text(source, true, false).text.trim().to_owned()
}

#[test]
fn c10_what_programs_mark_as_quoted_is_left_out() {
    let quoted = [
        "<div dir=\"ltr\">Sì.</div><br><div class=\"gmail_quote gmail_quote_container\"><div dir=\"ltr\" class=\"gmail_attr\">Il giorno mar 3 nov 2026 URP ha scritto:<br></div><blockquote class=\"gmail_quote\" style=\"margin:0\"><div>Dove?</div></blockquote></div>",
        "<p>Sì.</p><blockquote type=\"cite\"><div>Il giorno 3 nov <blockquote>dentro</blockquote></div></blockquote>",
        "<div>Sì.</div><div id=\"appendonsend\"></div><hr><div id=\"divRplyFwdMsg\"><b>Da:</b> URP</div><div>Dove?</div>",
        "<p>Sì.</p><div class=\"moz-cite-prefix\">Il 03/11/26 URP ha scritto:</div><blockquote type=\"cite\">Dove?</blockquote>",
        "<div>Sì.</div><div id=\"ydp1\" class=\"yahoo_quoted\"><div>Dove?</div></div>",
        "<div>Sì.</div><div class=\"gmail_signature\">Anna<div>Tel</div></div>",
        "<div style=\"display:none\">anteprima</div><div>Sì.</div>",
    ];
    for source in quoted {
        assert_eq!(cut(source), "Sì.", "{source}");
    }
}

#[test]
fn c10_answers_between_the_quotes_of_a_program_stay() {
    let source = "<div class=\"gmail_quote\"><div class=\"gmail_attr\">URP ha scritto:</div><blockquote class=\"gmail_quote\">Dove?</blockquote><div>In via Roma.</div><blockquote class=\"gmail_quote\">Quando?</blockquote></div><div>Ieri.</div>";
    let text = cut(source);
    assert!(text.contains("In via Roma.") && text.contains("Ieri."), "{text}");
    assert!(!text.contains("Dove") && !text.contains("ha scritto"), "{text}");
}

#[test]
fn what_is_passed_on_stays() {
    let gmail = "<div>Vedi.</div><div class=\"gmail_quote\"><div class=\"gmail_attr\">---------- Forwarded message ---------<br>Da: <b>Zio</b></div>C'è una buca.</div>";
    assert!(cut(gmail).contains("C'è una buca."));
    let outlook =
        "<div>Vedi.</div><div id=\"divRplyFwdMsg\"><b>Da:</b> Zio</div><div>C'è una buca.</div>";
    assert!(text(outlook, true, true).text.contains("C'è una buca."));
}

#[test]
fn what_is_passed_on_stays_whatever_the_program_marks() {
    let passed_on = [
        "<div id=\"ms-outlook-mobile-signature\">Scarica Outlook per Android</div><hr><div id=\"divRplyFwdMsg\"><b>Da:</b> Luca<br></div><div>È spento.</div>",
        "<div id=\"mail-editor-reference-message-container\"><div class=\"ms-outlook-mobile-reference-message\">È spento.</div></div>",
        "<blockquote type=\"cite\"><div>Da: Luca</div></blockquote><blockquote type=\"cite\">È spento.</blockquote>",
        "<div id=\"ydp2yahoo_quoted_1\" class=\"ydp2yahoo_quoted\"><div>----- Messaggio inoltrato -----</div><div>È spento.</div></div>",
        "<div class=\"protonmail_signature_block\">Scarica Outlook</div><div class=\"protonmail_quote\"><blockquote class=\"protonmail_quote\" type=\"cite\">È spento.</blockquote></div>",
        "<div name=\"quote\" class=\"gmx_quote\">Von: Luca<div>È spento.</div></div>",
    ];
    for source in passed_on {
        let source = format!("<div>Vi inoltro.</div>{source}");
        let kept = text(&source, true, true).text;
        assert!(kept.contains("Vi inoltro.") && kept.contains("È spento."), "{kept}");
        assert!(!kept.contains("Scarica Outlook"), "{kept}");
    }
}

#[test]
fn signs_that_are_no_tags_are_words() {
    assert_eq!(cut("<p>profonda < 20 cm & larga <3</p>"), "profonda < 20 cm & larga <3");
    assert_eq!(cut("2 &lt; 3 &amp; &egrave; &#8364;"), "2 < 3 & è €");
}

#[test]
fn a_deep_nest_and_an_endless_tag_cost_little() {
    let deep = format!("{}fondo", "<div><b><font color=1>".repeat(20_000));
    assert_eq!(cut(&deep), "fondo");
    let tables = format!("{}fondo", "<table><tr><td>".repeat(5_000));
    assert!(cut(&tables).contains("fondo"));
    let endless = "<a ".repeat(50_000);
    let _ = cut(&endless);
}
