//! Days of the calendar.

use std::fmt;
use std::str::FromStr;

/// A day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Date {
    year: u16,
    month: u8,
    day: u8,
}

impl Date {
    /// A day of the Gregorian calendar; `None` where there is none such.
    pub fn new(year: u16, month: u8, day: u8) -> Option<Self> {
        let is_leap = year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400));
        let days = match month {
            4 | 6 | 9 | 11 => 30,
            2 => 28 + u8::from(is_leap),
            1..=12 => 31,
            _ => 0,
        };
        (1..=days).contains(&day).then_some(Self { year, month, day })
    }

    /// The day that begins so many days after 1 January 1970; the last one that can be written where it is later.
    pub fn of_days(mut days: u64) -> Self {
        let length = |year: u16| if Self::new(year, 2, 29).is_some() { 366 } else { 365 };
        let mut date = Self { year: 1970, month: 1, day: 1 };
        while days >= length(date.year) {
            days -= length(date.year);
            date.year += 1;
            if date.year > 9999 {
                return Self { year: 9999, month: 12, day: 31 };
            }
        }
        for _ in 0..days {
            let Self { year, month, day } = date;
            date = Self::new(year, month, day + 1).unwrap_or(Self { year, month: month + 1, day: 1 });
        }
        date
    }
}

impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}-{:02}", self.year, self.month, self.day)
    }
}

impl FromStr for Date {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let wanted = || "a day is written as 2027-03-31".to_owned();
        let parts: Vec<_> = text.split('-').collect();
        let [year, month, day] = parts.as_slice() else { return Err(wanted()) };
        let digits = |part: &str, length| part.len() == length && part.bytes().all(|byte| byte.is_ascii_digit());
        if !digits(year, 4) || !digits(month, 2) || !digits(day, 2) {
            return Err(wanted());
        }
        let numbers = (year.parse(), month.parse(), day.parse());
        let (Ok(year), Ok(month), Ok(day)) = numbers else { return Err(wanted()) };
        Self::new(year, month, day).ok_or_else(|| format!("the calendar has no {text}"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_counted_as_the_calendar_has_them() {
        for (days, expected) in [
            (0, "1970-01-01"),
            (58, "1970-02-28"),
            (59, "1970-03-01"),
            (789, "1972-02-29"),
            (11_016, "2000-02-29"),
            (20_909, "2027-04-01"),
            (2_932_896, "9999-12-31"),
            (u64::MAX, "9999-12-31"),
        ] {
            assert_eq!(Date::of_days(days).to_string(), expected);
            assert_eq!(expected.parse(), Ok(Date::of_days(days)));
        }
        assert!(Date::of_days(20_908) < Date::of_days(20_909));
    }

    #[test]
    fn what_is_no_day_is_refused() {
        for text in ["2027-02-29", "2100-02-29", "2027-13-01", "2027-00-10", "2027-01-00", "2027-04-31"] {
            assert_eq!(text.parse::<Date>(), Err(format!("the calendar has no {text}")));
        }
        for text in ["", "tomorrow", "2027-3-31", "31.03.2027", "2027-03-31T00:00", "+027-03-31", "2027-03"] {
            assert_eq!(text.parse::<Date>(), Err("a day is written as 2027-03-31".to_owned()));
        }
    }
}
