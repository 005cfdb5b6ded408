"""Academia: papers, conferences, degrees."""

from __future__ import annotations

from triage.judge.trades.trade import Trade

TRADES: dict[str, Trade] = {
    "predatory-journals": Trade(
        "publication in paid journals",
        common=False,
        words="""
            predatory journals; predatory journal; our journal; impact factor; publication fee; rapid publication;
            manuscript submission; guest editor; eminent researcher; valuable contribution; book chapter; scopus indexed;
            inaugural issue; upcoming issue
            publikationsgebühr; herausgeberbeirat; gastherausgeber; zeitschriftenbeitrag einreichen; manuskript einreichen;
            fachzeitschrift einladen; open access zeitschrift
            revue internationale; comité éditorial; facteur d'impact; numéro spécial; appel à articles; soumettre votre article;
            frais de publication
            revista internacional; comité editorial; número especial; convocatoria de artículos; enviar su manuscrito;
            factor de impacto; publicar su artículo
            conselho editorial; publicar artigo; chamada de artigos; submeter o seu artigo; submissão de artigos; fator de impacto;
            taxa de publicação
            rivista internazionale; comitato editoriale; call for paper; fattore di impatto; spese di pubblicazione;
            sottoporre un articolo
            publicatiekosten; redactieraad; impactfactor; artikel indienen; manuscript indienen; wetenschappelijk tijdschrift
            punktowane; nabór artykułów; zgłoszenie artykułu; czasopismo naukowe; opłata publikacyjna; rada redakcyjna""",
    ),
    "paid-conferences": Trade(
        "conferences with fees",
        common=False,
        words="""
            registration fees; registration fee; conference fee; abstract submission; plenary speaker; honourable speaker;
            renowned speaker; speaker slot; delegate fee; paid speaking; speaking slot; summit tickets; masterclass tickets;
            conferences series
            tagungsgebühr; konferenzgebühr; teilnahmegebühr; frühbucher; kongressgebühr; konferenzticket; referentenpaket
            frais d'inscription; soumission de résumés; inscription anticipée; droits d'inscription; tarif préférentiel jusqu'au;
            soumission d'abstracts; tarif early bird
            inscripción anticipada; ponencia oral; tasa de inscripción; cuota de inscripción; envío de resúmenes;
            tarifas de inscripción; tasas de inscripción
            inscrição antecipada; taxa de inscrição; submissão de resumos; valor da inscrição; taxas de inscrição;
            submissão de trabalhos
            invio degli abstract; iscrizione anticipata; tariffa early; quota di iscrizione; invio abstract;
            quota di partecipazione; quote di iscrizione
            deelnamekosten; vroegboekkorting; congreskosten; abstract indienen; vroegboektarief
            konferencja międzynarodowa; opłata konferencyjna; zgłaszanie abstraktów; wcześniejsza rejestracja;
            bilety na konferencję; konferencja międzynarodowej; opłata konferencyjnej""",
    ),
    "manuscript-editing": Trade(
        "editing of manuscripts",
        common=False,
        words="""
            proofreading; copyediting; proof reading; manuscript editing; academic editing; editing service; copy editing;
            thesis formatting; statistical analysis service; graphical abstract; journal selection; publication support;
            scientific illustration; reference manager
            korrekturlesen; korrektorat; lektoratsservice; plagiatsprüfung; plagiatsscanner; statistikberatung; englischlektorat
            relecture et correction; correction de manuscrit; révision linguistique; analyse statistique; logiciel anti plagiat;
            détection de plagiat; mise en page de thèse
            antiplagio; corrección de estilo; revisión lingüística; edición académica; análisis estadístico; detección de plagio;
            asesoría de tesis
            revisão de texto; análise estatística; formatação abnt; edição científica; detecção de plágio; deteção de plágio;
            revisão de textos
            revisione linguistica; correzione bozze; analisi statistica; editing scientifico; impaginazione tesi; revisione testi
            proeflezen; taalcorrectie; tekstcorrectie; correctiewerk; plagiaatcontrole; scriptiebegeleiding
            antyplagiat; korekta językowa; redakcja tekstu; analiza statystyczna; opracowanie statystyczne; antyplagiatowy""",
    ),
    "essay-mills": Trade(
        "essays written to order",
        common=False,
        words="""
            essay mills; essay writing; custom essays; custom essay; assignment help; dissertation writing; term paper;
            homework help; thesis writing; coursework help; academic writers; ghostwritten theses; write my essay; do my assignment
            hausarbeit schreiben; bachelorarbeit schreiben; ghostwriter für; akademische ghostwriter; doktorarbeit kaufen;
            akademisches ghostwriting; masterarbeit schreiben lassen
            rédaction de mémoires; rédaction de mémoire; rédaction de thèse; rédacteurs académiques; rédiger votre mémoire;
            aide aux devoirs; mémoire clé en main
            trabajos académicos; escritores académicos; redacción de tesis; hacemos tu tesis; tesis por encargo; ayuda con tesis;
            tfg y tfm
            trabalhos acadêmicos; monografias e; tcc pronto; monografias prontas; trabalhos académicos; escrita académica;
            fazemos o seu tcc
            scrittura tesi; aiuto tesi; stesura tesi; redazione tesi; tesi su commissione; ghostwriter per tesi
            scriptieschrijver; scriptiehulp; scriptieservice; scriptie laten schrijven; academische schrijvers;
            essay laten schrijven
            pisanie prac; wzory prac; napiszemy pracę; redagowanie prac; prace magisterskie na zamówienie; prace na zamówienie""",
    ),
    "degrees": Trade(
        "degrees and diplomas",
        common=False,
        words="""
            phds; university diploma; non accredited; honorary doctorate; online mba; mba program; executive mba; diploma mill;
            doctorate in; college degree; ielts certificate; life experience degree; no required tests; earn your degree
            ehrendoktor; fernstudium; doktortitel kaufen; titel kaufen; online studium; mba programm; diplom kaufen
            diplôme en ligne; doctorat honorifique; mba en ligne; formation diplômante; docteur honoris causa; acheter un diplôme;
            diplôme universitaire
            mba online; máster online; comprar título; universidad online; diploma universitario; título universitario online;
            doctorado honoris causa
            diploma universitário; doutoramento honoris; universidade online; comprar diploma; graduação ead; doutor honoris causa;
            diploma reconhecido
            laurea online; lauree telematiche; università telematica; diploma in un anno; comprare laurea; recupero anni
            eredoctoraat; diploma kopen; universitair diploma; mba opleiding; online universiteit; online masteropleiding
            dyplom kolekcjonerski; studia online; doktorat honoris; kupić dyplom; dyplomy ukończenia; dyplom kolekcjonerskie""",
    ),
}
