//! Parts: values in, view out. A part shows what it is given and may not ask.

mod answer;
mod figure;
mod form;
mod frame;
mod nav;
mod refusal;
mod said;
mod status;
mod talk_line;

pub use answer::{answered, use_here};
pub use figure::Figure;
pub use form::{MonthPicker, hidden};
pub use frame::{Crumbs, Frame, Notice};
pub use nav::Header;
pub use refusal::{RefusalNote, password_page, refusal_page};
pub use said::said;
pub use status::{DistanceLine, StatusMark, ValueText, status_class, status_shape};
pub use talk_line::TalkLink;
