//! From /start to the report, and what can be changed on the way.

use super::*;

#[test]
fn a_greeting_says_what_this_is_and_what_can_be_done() {
    insta::assert_snapshot!(Story::in_language(Lang::It).command("start"), @r#"
        Comune di Esempio, buongiorno. Qui si può segnalare un problema, come una buca o un lampione spento: ogni segnalazione riceve un numero e una risposta.
        Nome, messaggi e foto servono solo a occuparsi della segnalazione: ecco l'<a href="https://www.comune.example/privacy?a=1&amp;b=%222%22">informativa sulla privacy</a>.

        Per le emergenze chiamare il 112: qui i messaggi non si leggono a tutte le ore.
        [Segnalare un problema]
        [Le mie segnalazioni] [Aiuto]
        "#);
    insta::assert_snapshot!(Story::english().command("start"), @r#"
        Hello, this is Comune di Esempio. Here a problem can be reported, such as a pothole or a dead street lamp: every report gets a number and an answer.
        Name, messages and photos are used only to deal with the report: here is the <a href="https://www.comune.example/privacy?a=1&amp;b=%222%22">privacy notice</a>.

        In an emergency call 112: messages here are not read round the clock.
        [Report a problem]
        [My reports] [Help]
        "#);
}

#[test]
fn a_report_is_one_question_at_a_time() {
    let mut story = Story::english();
    story.command("start");
    insta::assert_snapshot!(story.press("Report a problem"), @"
        What kind of problem is it?
        [Potholes and pavements]
        [Street lighting]
        [Something else]
        ");
    insta::assert_snapshot!(story.press("Potholes and pavements"), @"
        Kind: <b>Potholes and pavements</b>.

        Where is it? Write the address, or send the location.
        <I am there now: send my location>
        <I don't know the address>
        ");
    insta::assert_snapshot!(story.write("via Roma 12"), @"
        Place: <b>via Roma 12</b>.

        What is wrong? A few words are enough.
        (keys gone)
        ");
    insta::assert_snapshot!(story.write("A deep hole <here> & there"), @"
        Are there any photos to send? Up to 5.
        Please leave out faces and number plates.
        [No photo]
        ");
    insta::assert_snapshot!(story.photo(None, None), @"");
    insta::assert_snapshot!(story.settle(), @"
        There is one photo. More can be sent, up to 5.
        [Done]
        ");
    insta::assert_snapshot!(story.press("Done"), @"
        Here is the report. Is it right?

        <b>Kind:</b> Potholes and pavements
        <b>Place:</b> via Roma 12
        <b>What is wrong:</b>
        <blockquote>A deep hole &lt;here&gt; &amp; there</blockquote>
        <b>Photos:</b> 1
        [Send]
        [Change] [Cancel]
        ");
    insta::assert_snapshot!(story.press("Send"), @r#"
        (edit) Report sent:

        <b>Kind:</b> Potholes and pavements
        <b>Place:</b> via Roma 12
        <b>What is wrong:</b>
        <blockquote>A deep hole &lt;here&gt; &amp; there</blockquote>
        <b>Photos:</b> 1
        => filed 2026-000001: Some("buche"), Some("via Roma 12"), "A deep hole <here> & there", 1 photos, 3 messages
        "#);
    assert!(story.timers.is_empty(), "nothing is left to be called to mind");
}

/// A report of no known kind, whose place is described, with what its citizen says or presses in their language: all
/// that they read.
fn whole_report(lang: Lang, said: [&str; 6]) -> String {
    let [other, no_address, place, words, no_photo, send] = said;
    let mut story = Story::in_language(lang);
    let mut read = story.command("new");
    read += &story.press(other);
    read += &story.write(no_address);
    read += &story.write(place);
    read += &story.write(words);
    read += &story.press(no_photo);
    read += &story.press(send);
    assert!(story.report(ReportId::new(2026, 1)).place.described);
    read
}

#[test]
fn the_same_in_italian() {
    let said = [
        "Altro",
        "Non conosco l'indirizzo",
        "Dietro la chiesa",
        "Manca un tombino",
        "Nessuna foto",
        "Inviare",
    ];
    let read = whole_report(Lang::It, said);
    insta::assert_snapshot!(read, @r#"
        Che tipo di problema è?
        [Buche e marciapiedi]
        [Illuminazione]
        [Altro]
        Tipo: <b>Altro</b>.

        Dov'è? Scrivere l'indirizzo, oppure mandare la posizione.
        <Sono sul posto: mandare la posizione>
        <Non conosco l'indirizzo>
        Nessun problema: basta descrivere il posto, per esempio che cosa c'è vicino.
        (keys gone)
        Luogo: <b>Dietro la chiesa</b>.

        Che cosa non va? Bastano poche parole.
        C'è qualche foto da mandare? Al massimo 5.
        Per favore, senza volti né targhe.
        [Nessuna foto]
        Ecco la segnalazione. Va bene così?

        <b>Tipo:</b> Altro
        <b>Luogo:</b> Dietro la chiesa
        <b>Che cosa non va:</b>
        <blockquote>Manca un tombino</blockquote>
        <b>Foto:</b> nessuna
        [Inviare]
        [Cambiare] [Annullare]
        (edit) Segnalazione inviata:

        <b>Tipo:</b> Altro
        <b>Luogo:</b> Dietro la chiesa
        <b>Che cosa non va:</b>
        <blockquote>Manca un tombino</blockquote>
        <b>Foto:</b> nessuna
        => filed 2026-000001: None, Some("Dietro la chiesa"), "Manca un tombino", 0 photos, 2 messages
        "#);
}

#[test]
fn the_same_in_slovene() {
    let said = [
        "Drugo",
        "Naslova ne poznam",
        "Za cerkvijo",
        "Manjka pokrov jaška",
        "Brez fotografij",
        "Pošlji",
    ];
    let read = whole_report(Lang::Sl, said);
    insta::assert_snapshot!(read, @r#"
        Za kakšno težavo gre?
        [Buche e marciapiedi]
        [Illuminazione]
        [Drugo]
        Vrsta težave: <b>Drugo</b>.

        Kje je to? Napišite naslov ali pošljite lokacijo.
        <Na kraju sem: pošlji lokacijo>
        <Naslova ne poznam>
        Nič hudega: kraj samo opišite, na primer, kaj je v bližini.
        (keys gone)
        Kraj: <b>Za cerkvijo</b>.

        Kaj je narobe? Dovolj je nekaj besed.
        Želite poslati kakšno fotografijo? Pošljete jih lahko največ 5.
        Prosimo, brez obrazov in registrskih tablic.
        [Brez fotografij]
        To je vaša prijava. Je tako prav?

        <b>Vrsta težave:</b> Drugo
        <b>Kraj:</b> Za cerkvijo
        <b>Kaj je narobe:</b>
        <blockquote>Manjka pokrov jaška</blockquote>
        <b>Fotografije:</b> jih ni
        [Pošlji]
        [Spremeni] [Prekliči]
        (edit) Prijava je poslana:

        <b>Vrsta težave:</b> Drugo
        <b>Kraj:</b> Za cerkvijo
        <b>Kaj je narobe:</b>
        <blockquote>Manjka pokrov jaška</blockquote>
        <b>Fotografije:</b> jih ni
        => filed 2026-000001: None, Some("Za cerkvijo"), "Manjka pokrov jaška", 0 photos, 2 messages
        "#);
}

#[test]
fn the_same_in_german() {
    let said = [
        "Anderes",
        "Ich kenne die Adresse nicht",
        "Hinter der Kirche",
        "Ein Schachtdeckel fehlt",
        "Kein Foto",
        "Senden",
    ];
    let read = whole_report(Lang::De, said);
    insta::assert_snapshot!(read, @r#"
        Um was für ein Problem geht es?
        [Buche e marciapiedi]
        [Illuminazione]
        [Anderes]
        Art: <b>Anderes</b>.

        Wo ist es? Schreiben Sie die Adresse oder senden Sie den Standort.
        <Ich bin vor Ort: Standort senden>
        <Ich kenne die Adresse nicht>
        Kein Problem: Beschreiben Sie einfach den Ort, zum Beispiel was in der Nähe ist.
        (keys gone)
        Ort: <b>Hinter der Kirche</b>.

        Was stimmt nicht? Ein paar Worte genügen.
        Möchten Sie Fotos senden? Höchstens 5.
        Bitte ohne Gesichter und Autokennzeichen.
        [Kein Foto]
        Das ist Ihre Meldung. Stimmt alles?

        <b>Art:</b> Anderes
        <b>Ort:</b> Hinter der Kirche
        <b>Was nicht stimmt:</b>
        <blockquote>Ein Schachtdeckel fehlt</blockquote>
        <b>Fotos:</b> keine
        [Senden]
        [Ändern] [Abbrechen]
        (edit) Meldung gesendet:

        <b>Art:</b> Anderes
        <b>Ort:</b> Hinter der Kirche
        <b>Was nicht stimmt:</b>
        <blockquote>Ein Schachtdeckel fehlt</blockquote>
        <b>Fotos:</b> keine
        => filed 2026-000001: None, Some("Hinter der Kirche"), "Ein Schachtdeckel fehlt", 0 photos, 2 messages
        "#);
}

#[test]
fn where_there_are_many_kinds_they_are_paged_in_place() {
    let mut story = Story::english();
    story.world = Facts::of(Arc::new(directory(19)));
    insta::assert_snapshot!(story.command("new"), @"
        What kind of problem is it?
        [Potholes and pavements]
        [Street lighting]
        [Kind 2]
        [Kind 3]
        [Kind 4]
        [Kind 5]
        [Kind 6]
        [Kind 7]
        [More ›]
        [Something else]
        ");
    insta::assert_snapshot!(story.press("More"), @"
        (edit) What kind of problem is it?
        [Kind 8] [Kind 9]
        [Kind 10] [Kind 11]
        [Kind 12] [Kind 13]
        [Kind 14] [Kind 15]
        [‹ Back] [More ›]
        [Something else]
        ");
    insta::assert_snapshot!(story.press("More"), @"
        (edit) What kind of problem is it?
        [Kind 16] [Kind 17]
        [Kind 18]
        [‹ Back]
        [Something else]
        ");
    let page_far_away = crate::domain::press::Press::DraftCategories(1, 4_000_000_000);
    assert!(story.press_data(None, &page_far_away.encode()).contains("[Something else]"));
    assert!(story.press("Kind 18").contains("Kind: <b>Kind 18</b>."));
}

#[test]
fn a_position_or_a_venue_is_a_place() {
    let mut story = Story::english_at(1);
    insta::assert_snapshot!(story.position(), @"
        Place: <b>location 45.65000, 13.77000</b>.

        What is wrong? A few words are enough.
        (keys gone)
        ");
    let mut story = Story::english_at(1);
    let position = Position { lat: 45.65, lon: 13.77 };
    let name = "Bar Sport, via Roma 3".to_owned();
    story.message(Body::Venue { position, name }, None);
    story.write("Noise");
    insta::assert_snapshot!(story.press("No photo"), @r#"
        Here is the report. Is it right?

        <b>Kind:</b> Potholes and pavements
        <b>Place:</b> <a href="https://www.openstreetmap.org/?mlat=45.65000&amp;mlon=13.77000#map=18/45.65000/13.77000">Bar Sport, via Roma 3</a>
        <b>What is wrong:</b>
        <blockquote>Noise</blockquote>
        <b>Photos:</b> none
        [Send]
        [Change] [Cancel]
        "#);
}

#[test]
fn an_album_is_one_answer() {
    let mut story = Story::english_at(3);
    for _ in 0..3 {
        assert_eq!(story.photo(None, Some("a")), "");
    }
    insta::assert_snapshot!(story.settle(), @"
        There are 3 photos. More can be sent, up to 5.
        [Done]
        ");
    // More come, one by one: the same message says how many.
    story.photo(Some("from the other side"), None);
    insta::assert_snapshot!(story.settle(), @"
        (edit) There are 4 photos. More can be sent, up to 5.
        [Done]
        ");
    for _ in 0..3 {
        story.photo(None, Some("b"));
    }
    insta::assert_snapshot!(story.settle(), @"
        (edit) Up to 5 photos can be sent: 2 were left out.

        There are 5 photos, the most.
        [Done]
        ");
    insta::assert_snapshot!(story.press("Done"), @"
        Here is the report. Is it right?

        <b>Kind:</b> Potholes and pavements
        <b>Place:</b> via Roma 12
        <b>What is wrong:</b>
        <blockquote>A deep hole
        from the other side</blockquote>
        <b>Photos:</b> 5
        [Send]
        [Change] [Cancel]
        ");
    assert_eq!(story.press("Send").matches("5 photos").count(), 1);
}

#[test]
fn done_may_overtake_a_photo() {
    let mut story = Story::english_at(3);
    story.one_photo();
    story.press("Done");
    assert_eq!(story.photo(None, None), "");
    insta::assert_snapshot!(story.settle(), @"
        The 2 photos will be part of the report.

        Here is the report. Is it right?

        <b>Kind:</b> Potholes and pavements
        <b>Place:</b> via Roma 12
        <b>What is wrong:</b>
        <blockquote>A deep hole</blockquote>
        <b>Photos:</b> 2
        [Send]
        [Change] [Cancel]
        ");
    // And Send a photo that has not settled yet.
    story.photo(None, None);
    assert!(story.press("Send").contains("3 photos"));
    assert_eq!(story.settle(), "");
}

#[test]
fn each_answer_can_be_changed() {
    let mut story = Story::english_at(4);
    insta::assert_snapshot!(story.press("Change"), @"
        (edit) What should be changed?

        <b>Kind:</b> Potholes and pavements
        <b>Place:</b> via Roma 12
        <b>What is wrong:</b>
        <blockquote>A deep hole</blockquote>
        <b>Photos:</b> none
        [Kind] [Place]
        [Description] [Photos]
        [Back]
        ");
    story.press("Kind");
    assert!(story.press("Something else").contains("<b>Kind:</b> Something else"));
    story.change("Place");
    // The keys are taken away before the summary, which has buttons.
    insta::assert_snapshot!(story.write("via Milano 1"), @"
        Place: <b>via Milano 1</b>.
        (keys gone)
        Here is the report. Is it right?

        <b>Kind:</b> Something else
        <b>Place:</b> via Milano 1
        <b>What is wrong:</b>
        <blockquote>A deep hole</blockquote>
        <b>Photos:</b> none
        [Send]
        [Change] [Cancel]
        ");
    story.change("Description");
    let read = story.write("A very deep hole");
    assert!(read.contains("<blockquote>A very deep hole</blockquote>"), "{read}");
    assert!(story.change("Photos").contains("[No photo]"));
    story.one_photo();
    story.press("Done");
    insta::assert_snapshot!(story.change("Photos"), @"
        There is one photo. More can be sent, up to 5.
        Please leave out faces and number plates.
        [Done]
        [No photo]
        [Back]
        ");
    assert!(story.press("No photo").contains("<b>Photos:</b> none"));
    story.press("Change");
    assert!(story.press("Back").contains("[Send]"));
    insta::assert_snapshot!(story.press("Send"), @r#"
        (edit) Report sent:

        <b>Kind:</b> Something else
        <b>Place:</b> via Milano 1
        <b>What is wrong:</b>
        <blockquote>A very deep hole</blockquote>
        <b>Photos:</b> none
        => filed 2026-000001: None, Some("via Milano 1"), "A very deep hole", 0 photos, 2 messages
        "#);
}
