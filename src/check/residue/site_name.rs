use crate::check::{Check, Example::*, Found, Passage, Run, page};
use crate::data::site;
use crate::text::{Category, Confidence, Role, Role::*, Severity::Neutral, Span};

pub static CHECK: Check = Check {
    code: "R08",
    name: "site-name",
    category: Category::Residue,
    severity: Neutral,
    summary: "the name of the site hangs on the headline",
    explain: "\
China demands … — RT World News: the title of the page was taken for the headline. It is no fault \
of the translation and costs no points.

Reported in headlines, where a short name with a word that marks outlets (News, Zeitung, Новости, \
.com) follows a dash, a bar or the like.",
    run: Run::Target(run),
    examples: &[
        Bad(page(
            "en",
            &[
                (
                    Headline,
                    "China demands US lift sanctions⟦ — RT World News⟧",
                ),
                (Body, "It rained."),
            ],
        )),
        Bad(page(
            "de",
            &[
                (
                    Headline,
                    "Minister traf seinen Kollegen⟦ | Allgemeine Zeitung⟧",
                ),
                (Body, "Es regnete."),
            ],
        )),
        Bad(page(
            "ru",
            &[
                (Headline, "Министр встретился с коллегой⟦ - Новости⟧"),
                (Body, "Шёл дождь."),
            ],
        )),
        Bad(page(
            "zh",
            &[
                (Headline, "外长会见对手呼吁取消制裁⟦ - 环球新闻⟧"),
                (Body, "下雨了。"),
            ],
        )),
        Good(page(
            "en",
            &[(Headline, "Two towns – one bridge"), (Body, "It rained.")],
        )),
        Good(page(
            "en",
            &[
                (Headline, "Mayor speaks of the coast - and of the news"),
                (Body, "It rained."),
            ],
        )),
        Good(page(
            "en",
            &[(Body, "She reads one paper a day – the Daily News.")],
        )),
        Good(page(
            "ar",
            &[
                (Headline, "الوزير يلتقي نظيره - وحديث عن التجارة"),
                (Body, "كان الجو ماطرا."),
            ],
        )),
        Good(page(
            "ja",
            &[
                (Headline, "大臣が会談 - 貿易を協議"),
                (Body, "雨が降った。"),
            ],
        )),
    ],
};

fn run(passage: &Passage<'_>, found: &mut Found) {
    if passage.block.role != Role::Headline {
        return;
    }
    let span = passage.block.span;
    if let Some(range) = site::site_name(span.of(passage.text())) {
        let start = span.start as usize;
        found.target(
            Span::new(start + range.start, start + range.end),
            Confidence::High,
            "the name of the site hangs on the headline",
        );
    }
}
