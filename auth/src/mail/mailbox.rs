use std::{
    collections::VecDeque,
    sync::{Mutex, MutexGuard, PoisonError},
};

use async_trait::async_trait;
use tokio::sync::Notify;

use super::{Mail, MailError, Mailer};
use crate::sms::{SmsError, SmsSender, TextMessage};

/// Keeps the latest mails and text messages in memory: the mailbox of development and of tests.
#[derive(Debug, Default)]
pub struct Mailbox {
    mails: Mutex<VecDeque<Mail>>,
    texts: Mutex<VecDeque<TextMessage>>,
    arrived: Notify,
}

impl Mailbox {
    /// As many mails, and as many text messages, as are kept.
    pub const CAPACITY: usize = 200;

    /// The kept mails, the latest first.
    pub fn mails(&self) -> Vec<Mail> {
        self.lock().iter().cloned().collect()
    }

    /// The latest mail to an address, as soon as there is one.
    pub async fn latest_to(&self, address: &str) -> Mail {
        loop {
            let arrived = self.arrived.notified();
            if let Some(mail) = self.lock().iter().find(|mail| mail.to.as_str() == address) {
                return mail.clone();
            }
            arrived.await;
        }
    }

    /// The earliest mail to an address, as soon as there is one; it is taken out.
    pub async fn next_to(&self, address: &str) -> Mail {
        loop {
            let arrived = self.arrived.notified();
            {
                let mut mails = self.lock();
                let earliest = mails.iter().rposition(|mail| mail.to.as_str() == address);
                if let Some(mail) = earliest.and_then(|index| mails.remove(index)) {
                    return mail;
                }
            }
            arrived.await;
        }
    }

    /// The kept text messages, the latest first.
    pub fn texts(&self) -> Vec<TextMessage> {
        self.lock_texts().iter().cloned().collect()
    }

    /// The earliest text message to a number, as soon as there is one; it is taken out.
    pub async fn next_text_to(&self, number: &str) -> TextMessage {
        loop {
            let arrived = self.arrived.notified();
            {
                let mut texts = self.lock_texts();
                let earliest = texts.iter().rposition(|text| text.to == number);
                if let Some(text) = earliest.and_then(|index| texts.remove(index)) {
                    return text;
                }
            }
            arrived.await;
        }
    }

    fn lock_texts(&self) -> MutexGuard<'_, VecDeque<TextMessage>> {
        self.texts.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn lock(&self) -> MutexGuard<'_, VecDeque<Mail>> {
        self.mails.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[async_trait]
impl Mailer for Mailbox {
    async fn send(&self, mail: Mail) -> Result<(), MailError> {
        let mut mails = self.lock();
        mails.push_front(mail);
        mails.truncate(Self::CAPACITY);
        drop(mails);
        self.arrived.notify_waiters();
        Ok(())
    }

    fn is_instant(&self) -> bool {
        true
    }
}

#[async_trait]
impl SmsSender for Mailbox {
    async fn send(&self, message: TextMessage) -> Result<(), SmsError> {
        let mut texts = self.lock_texts();
        texts.push_front(message);
        texts.truncate(Self::CAPACITY);
        drop(texts);
        self.arrived.notify_waiters();
        Ok(())
    }
}
