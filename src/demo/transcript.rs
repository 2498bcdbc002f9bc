//! The story as a reader sees it: who says what, and where.

use simulator::Message;

use crate::domain::mail::Mail;

/// Width of the column of names.
const NAMES: usize = 8;
/// Width of the text.
const WIDTH: usize = 86;

/// A chapter begins.
pub fn chapter(title: &str) {
    println!("\n\n══ {title} {}", "═".repeat(WIDTH.saturating_sub(title.chars().count())));
}

/// A change of scene.
pub fn scene(title: &str) {
    println!("\n── {title} {}\n", "─".repeat(WIDTH.saturating_sub(title.chars().count())));
}

/// Somebody writes.
pub fn says(name: &str, words: &str) {
    print_lines(name, words);
}

/// Somebody presses a button.
pub fn presses(name: &str, label: &str) {
    print_lines(name, &format!("▸ [{label}]"));
}

/// The bot writes.
pub fn hears(message: &Message) {
    print_lines("bot", &message.text);
    rows(message);
}

fn rows(message: &Message) {
    for row in message.buttons() {
        let labels: Vec<String> = row.iter().map(|button| format!("[{}]", button.label)).collect();
        print_lines("", &labels.join(" "));
    }
    println!();
}

/// The bot writes to somebody who is elsewhere.
pub fn reaches(name: &str, message: &Message) {
    print_lines(&format!("→ {name}"), &message.text);
    println!();
}

/// The bot writes what the reader knows already: its first line tells.
pub fn glance(message: &Message) {
    print_lines("bot", &glanced(&message.text));
    println!();
}

/// The same, with the buttons.
pub fn glance_with_buttons(message: &Message) {
    print_lines("bot", &glanced(&message.text));
    rows(message);
}

fn glanced(text: &str) -> String {
    format!("{} …", text.lines().next().unwrap_or_default())
}

/// Somebody writes an email.
pub fn letter(name: &str, subject: &str, text: &str) {
    print_lines(name, &format!("✉ {subject}\n{text}"));
    println!();
}

/// A mail has come whose text the reader knows already.
pub fn glance_at_mail(name: &str, mail: &Mail) {
    letter(name, &mail.subject, &glanced(&mail.text));
}

/// A mail has come.
pub fn mail(name: &str, mail: &Mail) {
    letter(name, &mail.subject, &mail.text);
}

fn print_lines(name: &str, text: &str) {
    let mut name = name;
    for line in text.lines().flat_map(|line| wrap(line, WIDTH)) {
        println!("{}", format!("{name:>NAMES$}  {line}").trim_end());
        name = "";
    }
}

/// Breaks a line at spaces, so that none is longer than `width` where that can be.
fn wrap(line: &str, width: usize) -> Vec<String> {
    let mut lines = vec![String::new()];
    for word in line.split(' ') {
        let Some(last) = lines.last_mut() else { break };
        let long = last.chars().count() + 1 + word.chars().count() > width;
        if long && !last.is_empty() {
            lines.push(word.to_owned());
        } else {
            if !last.is_empty() {
                last.push(' ');
            }
            last.push_str(word);
        }
    }
    lines
}
