//! Answers that were to be changed, and stay as they are.

use super::*;

#[test]
fn what_was_to_be_changed_may_stay_as_it_was() {
    let mut story = Story::english_at(4);
    insta::assert_snapshot!(story.change("Description"), @"
        What is wrong? A few words are enough.
        [Back]
        ");
    insta::assert_snapshot!(story.press("Back"), @"
        All right: the answer from before stays.

        Here is the report. Is it right?

        <b>Kind:</b> Potholes and pavements
        <b>Place:</b> via Roma 12
        <b>What is wrong:</b>
        <blockquote>A deep hole</blockquote>
        <b>Photos:</b> none
        [Send]
        [Change] [Cancel]
        ");
    insta::assert_snapshot!(story.change("Place"), @"
        Where is it? Write the address, or send the location.
        <I am there now: send my location>
        <I don't know the address>
        <Back>
        ");
    insta::assert_snapshot!(story.write("Back"), @"
        All right: the answer from before stays.
        (keys gone)
        Here is the report. Is it right?

        <b>Kind:</b> Potholes and pavements
        <b>Place:</b> via Roma 12
        <b>What is wrong:</b>
        <blockquote>A deep hole</blockquote>
        <b>Photos:</b> none
        [Send]
        [Change] [Cancel]
        ");
    story.change("Place");
    insta::assert_snapshot!(story.write("I don't know the address"), @"
        No problem: just describe the place, for example what is near it.
        <Back>
        ");
    assert!(story.write("back").contains("<b>Place:</b> via Roma 12"));
    insta::assert_snapshot!(story.change("Kind"), @"
        What kind of problem is it?
        [Potholes and pavements]
        [Street lighting]
        [Something else]
        [Back]
        ");
    assert!(story.press("Back").contains("<b>Kind:</b> Potholes and pavements"));
    insta::assert_snapshot!(story.change("Photos"), @"
        Are there any photos to send? Up to 5.
        Please leave out faces and number plates.
        [No photo]
        [Back]
        ");
    // Photos that come before they change their mind stay: the summary shows them.
    story.one_photo();
    let summary = story.press("Back");
    assert!(summary.starts_with("Here is the report") && summary.contains("<b>Photos:</b> 1"));
    assert!(story.press("Send").contains("\"A deep hole\", 1 photos"));
}

#[test]
fn cancel_ends_a_change_before_it_ends_the_report() {
    let command = |story: &mut Story| story.command("cancel");
    let typed = |story: &mut Story| story.write("Cancel");
    for cancel in [command, typed] {
        let mut story = Story::english_at(4);
        story.change("Description");
        insta::allow_duplicates! {
            insta::assert_snapshot!(cancel(&mut story), @"
                All right: the answer from before stays.

                Here is the report. Is it right?

                <b>Kind:</b> Potholes and pavements
                <b>Place:</b> via Roma 12
                <b>What is wrong:</b>
                <blockquote>A deep hole</blockquote>
                <b>Photos:</b> none
                [Send]
                [Change] [Cancel]
                ");
        }
        assert!(cancel(&mut story).contains("what was written is thrown away"));
    }
}

#[test]
fn another_answer_may_be_changed_instead() {
    let mut story = Story::english_at(4);
    story.change("Description");
    // The summary still offers the others.
    insta::assert_snapshot!(story.press("Photos"), @"
        Are there any photos to send? Up to 5.
        Please leave out faces and number plates.
        [No photo]
        [Back]
        ");
    story.press("Description");
    assert!(story.write("A puddle").contains("<blockquote>A puddle</blockquote>"));
    // Before the summary there is nothing to go back to.
    let back = crate::domain::press::Press::DraftBack(1).encode();
    let read = Story::english_at(2).press_data(None, &back);
    assert!(read.contains("(notice) First the question below"), "{read}");
}

#[test]
fn where_kinds_are_paged_the_first_page_leads_back_to_the_summary() {
    let mut story = Story::english();
    story.world = Facts::of(Arc::new(directory(12)));
    story.command("new");
    story.press("Street lighting");
    story.write("via Roma 12");
    story.write("It is dark");
    story.press("No photo");
    assert!(story.change("Kind").ends_with("[Something else]\n[Back]\n"));
    insta::assert_snapshot!(story.press("More"), @"
        (edit) What kind of problem is it?
        [Kind 8] [Kind 9]
        [Kind 10] [Kind 11]
        [‹ Back]
        [Something else]
        ");
    assert!(story.press("‹ Back").ends_with("[Something else]\n[Back]\n"));
    assert!(story.press("Back").contains("<b>Kind:</b> Street lighting"));
}
