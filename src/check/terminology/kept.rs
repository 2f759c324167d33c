use super::index::{index, lower, matches};
use crate::check::{Check, Example::*, Found, Pair, Run, wished};
use crate::text::{Category, Confidence, Severity::Major, TermStatus};

pub static CHECK: Check = Check {
    code: "T03",
    name: "do-not-translate",
    category: Category::Terminology,
    severity: Major,
    summary: "a term that stays as it is was translated or left out",
    explain: "\
The glossary (--glossary) marks a name, a product or a command with the status do-not-translate, \
the source has it, and the translation does not have it as it is.

Endings may be added to it, and its case may differ unless the glossary says that case counts. Where \
the translation spells it in its own script on purpose, leave it out of the list for that language.",
    run: Run::Pair(run),
    examples: &[
        Bad(wished("source,target,status\nRed Hat,,do-not-translate", "en", "Install ⟦Red Hat⟧ first.", "de", "Zuerst Roter Hut installieren.")),
        Bad(wished("source,target,status\nSafari,,dnt", "en", "Open ⟦Safari⟧.", "ja", "サファリを開きます。")),
        Good(wished("source,target,status\nRed Hat,,do-not-translate", "en", "Install Red Hat first.", "de", "Zuerst Red Hat installieren.")),
        Good(wished("source,target,status\nSafari,,dnt", "en", "Open Safari.", "fi", "Avaa Safarissa.")),
        Good(wished("source,target,status\nSafari,,dnt", "en", "Open Safari.", "ja", "Safariを開きます。")),
        Good(wished("source,target,status\nSafari,,dnt", "en", "Open Safari.", "ru", "Откройте Safari.")),
        Good(wished("source,target,status\nSafari,,dnt", "en", "Open Safari.", "ar", "افتح Safari.")),
        Good(wished("source,target,status\nOffice,,dnt", "en", "the officer left", "de", "der Beamte ging")),
    ],
};

fn run(pair: &Pair<'_>, found: &mut Found) {
    let Some((concepts, index)) = index(pair.bitext) else {
        return;
    };
    let Some(target) = pair.target_span() else {
        return;
    };
    if pair.bead.source.is_empty() {
        return;
    }
    let text = pair.target.document.slice(target);
    let mut folded = None;
    for hit in matches(
        concepts,
        &index.source,
        pair.source,
        pair.bead.source.clone(),
    ) {
        let term = &concepts[hit.concept as usize].terms[hit.term as usize];
        if term.status != TermStatus::Untranslated {
            continue;
        }
        let kept = if term.case {
            text.contains(&term.text)
        } else {
            let folded = folded.get_or_insert_with(|| lower(text).0);
            folded.contains(&lower(&term.text).0)
        };
        if kept {
            continue;
        }
        found.at(
            vec![hit.span],
            Vec::new(),
            Confidence::High,
            format!(
                "“{}” is to stay as it is, and is not in the translation",
                term.text
            ),
        );
    }
}
