"""Health and looks."""

from __future__ import annotations

from triage.judge.trades.trade import Trade

TRADES: dict[str, Trade] = {
    "dental": Trade(
        "dental supplies",
        common=False,
        words="""
            dental supplies; dental equipment; orthodontic; zirconia; handpiece; dentures; clear aligners; intraoral scanner;
            teeth whitening; dentist marketing; orthodontics; handpieces; dental supply; intraoral scanners
            dentalbedarf; zahnimplantat; dentallabor; dentalprodukte; zahntechnik; dentalinstrumente; intraoralscanner
            aligneurs; fournitures dentaires; implants dentaires; laboratoire dentaire; prothèse dentaire; matériel dentaire;
            fauteuil dentaire
            ortodoncia; material dental; implantes dentales; laboratorio dental; productos dentales; sillón dental;
            equipos dentales
            ortodontia; material dentário; implantes dentários; laboratório dentário; equipamento dentário; produtos odontológicos;
            cadeira odontológica
            ortodonzia; forniture dentali; impianti dentali; laboratorio odontotecnico; prodotti dentali; riuniti odontoiatrico
            tandtechnisch; tandimplantaten; dentaal; behandelstoel; tandartsbenodigdheden; orthodontie
            materiały stomatologiczne; implanty stomatologiczne; sprzęt stomatologiczny; unit stomatologiczny;
            laboratorium protetyczne; artykuły stomatologiczne""",
    ),
    "medical-equipment": Trade(
        "medical equipment",
        common=False,
        words="""
            medical equipment; ultrasound machine; endoscope; wheelchair; autoclave; syringes; eyewear; hospital equipment;
            digital radiography; surgical instruments; patient monitor; mri scanner; ct scanner; hearing aid
            medizintechnik; medizingerät; medizinprodukt; ultraschallgerät; röntgengerät; praxiseinrichtung; krankenhausbetten
            échographe; tensiomètre; matériel médical; équipement médical; dispositif médical; appareil d'échographie;
            radiologie numérique
            ecógrafo; audífonos; tensiómetro; electromedicina; equipos médicos; equipo médico; material médico
            ultrassom; equipamento médico; camas hospitalares; aparelhos auditivos; equipamentos hospitalares;
            instrumentos cirúrgicos; produtos hospitalares
            ecografo; elettromedicale; carrozzine; apparecchiature medicali; dispositivo medico; strumenti chirurgici
            echoapparaat; echoapparatuur; röntgenapparatuur; ziekenhuisbedden; hoortoestellen; bloeddrukmeter
            ciśnieniomierz; autoklawy; sprzęt medyczny; aparaty usg; aparat usg; wyroby medyczne""",
    ),
    "laboratory": Trade(
        "laboratory equipment and reagents",
        common=False,
        words="""
            lab equipment; laboratory equipment; antibody; peptide; oligo; centrifuge; pipette; microscope; hplc; gloveboxes;
            elisa kit; pcr kit; assay kit; sequencing service
            laborgerät; laborbedarf; reagenz; antikörper; laboranalyse; sequenzierung; zentrifuge
            réactif; anticorps; séquençage; centrifugeuse; analyseur d'hématologie; kits elisa; automate d'hématologie
            reactivo; anticuerpos; secuenciación; centrífugas; microscopio; analizador de laboratorio; material de laboratorio
            reagente; anticorpos; sequenciação; centrífuga; microscópio; sequenciamento genético; analisador de hematologia
            anticorpi; sequenziamento; centrifuga; analizzatore da laboratorio; kit elisa; analisi enologiche
            reagentia; antilichamen; laboratoriumapparatuur; labapparatuur; microscopen; labbenodigdheden
            odczynniki; przeciwciała; sekwencjonowanie; wirówki; sprzęt laboratoryjny; wyposażenie laboratorium""",
    ),
    "veterinary": Trade(
        "veterinary supplies",
        common=False,
        words="""
            veterinary equipment; teleradiology; vet supplies; animal health products; vaccines for dogs; flea and tick;
            anaesthesia for pets; pet clinic software; veterinary products; vet equipment; animal health company;
            vaccines for cattle; pet practice software; veterinary supplies
            tierarztbedarf; tierarzneimittel; veterinärbedarf; tierarztpraxisbedarf; veterinärprodukte; tierimpfstoffe;
            veterinärmedizinische geräte
            antiparasitaire; matériel vétérinaire; médicament vétérinaire; équipement vétérinaire; produits vétérinaires;
            fournitures vétérinaires; échographie vétérinaire
            productos veterinarios; equipos veterinarios; material veterinario; medicamentos veterinarios; suministros veterinarios;
            distribuidor veterinario; instrumental veterinario
            produtos veterinários; equipamento veterinário; material veterinário; medicamentos veterinários;
            distribuidor veterinário; vacinas veterinárias; equipamento veterinários
            prodotti veterinari; attrezzature veterinarie; farmaci veterinari; apparecchiature veterinarie; forniture veterinarie;
            strumenti veterinari
            diergeneesmiddelen; dierenartsbenodigdheden; veterinaire producten; dierenartspraktijk inrichting;
            veterinaire apparatuur; veterinaire instrumenten
            produkty weterynaryjne; sprzęt weterynaryjny; leki weterynaryjne; hurtownia weterynaryjna; wyposażenie lecznic;
            aparatura weterynaryjna""",
    ),
    "pharmaceuticals": Trade(
        "medicines and raw drugs",
        common=False,
        words="""
            pharmaceutical products; active pharmaceutical; api manufacturer; generic drugs; bulk drugs; pharma rep; medical rep;
            drug samples; new formulation; vaccine supplier; prescribing information; clinical trial services;
            sample packs for patients; pharmaceutical company representative
            pharmavertreter; pharmareferent; arzneimittelmuster; pharmagrosshandel; wirkstoffe; generika; pharmaunternehmen
            délégué médical; visiteur médical; laboratoire pharmaceutique; principes actifs; médicaments génériques;
            matières premières pharmaceutiques; délégué médicale
            visitador médico; productos farmacéuticos; principios activos; medicamentos genéricos; laboratorio farmacéutico;
            materias primas farmacéuticas; visitador médica
            produtos farmacêuticos; princípios ativos; laboratório farmacêutico; matérias primas farmacêuticas;
            delegado de informação médica; laboratório farmacêuticos; delegada de informação médica
            informatore scientifico; prodotti farmaceutici; principi attivi; farmaci generici; casa farmaceutica;
            materie prime farmaceutiche
            artsenbezoeker; farmaceutische grondstoffen; generieke geneesmiddelen; werkzame stoffen; farmaceutische groothandel;
            artsenbezoekers
            przedstawiciel medyczny; surowce farmaceutyczne; produkty farmaceutyczne; substancje czynne; leki generyczne;
            hurtownia farmaceutyczna""",
    ),
    "practice-sale": Trade(
        "practices and patients",
        common=False,
        words="""
            practice sales; medical practice sale; practice broker; buying practices; acquiring practices; patient leads;
            new patients; credentialing services; medical credentialing; telemedicine platform; telehealth platform;
            dental service organization; revenue cycle management; claims processing service
            praxisverkauf; praxisabgabe; praxisübernahme; praxisbörse; praxisabgeber; patientengewinnung; abrechnungsservice
            télémédecine; patientèle; nouveaux patients; cession de cabinet; reprise de cabinet; rachat de cabinets;
            groupe de cliniques
            telemedicina; nuevos pacientes; más pacientes; venta de clínicas; compra de clínicas; traspaso de clínica;
            captación de pacientes
            novos pacientes; mais pacientes; marketing médico; venda de clínica; captação de pacientes; trespasse de clínica;
            venda de clínicas
            cessione di studi; acquisizione di studi; nuovi pazienti; più pazienti; marketing medico; finanziamento pazienti
            praktijkverkoop; praktijkovername; praktijkmakelaar; patiëntenwerving; praktijkwaardering; zorgfinanciering
            telemedycyna; sprzedaż gabinetu; pozyskiwanie pacjentów; nowych pacjentów; więcej pacjentów; marketing medyczny""",
    ),
    "locums": Trade(
        "stand-in doctors and nurses",
        common=False,
        words="""
            locum; nursing agency; nurse staffing; healthcare staffing; travel nurses; physician recruiting; physician recruiter;
            veterinary nurses available; care staff; medical staffing; carers available; locums; veterinary recruitment;
            veterinary recruiter
            vertretungsarzt; vertretungsärzte; honorararzt; honorarärzte; praxisvertretung; vertretungstierarzt; ärztevermittlung
            remplaçant vétérinaire; vétérinaire remplaçant; médecin remplaçant; remplacement vétérinaire; asv remplaçante;
            infirmières intérimaires; recrutement médical
            médicos sustitutos; sustituciones médicas; enfermeras temporales; personal sanitario; veterinarios sustitutos;
            enfermeras de; reclutamiento de médicos
            médicos substitutos; enfermeiros temporários; recrutamento médico; veterinários substitutos; pessoal de saúde;
            profissionais de saúde para; recrutamento de médicos
            medici sostituti; sostituzioni mediche; infermieri interinali; personale sanitario; veterinari sostituti;
            medici a gettone
            waarneembureau; zorgpersoneel; invalkrachten; waarnemer beschikbaar; waarnemend dierenarts; zzp zorg
            lekarze zastępcy; zastępstwa lekarskie; pielęgniarki kontraktowe; personel medyczny; rekrutacja lekarzy;
            weterynarz na zastępstwo""",
    ),
    "diet-and-supplements": Trade(
        "diets and supplements",
        common=False,
        words="""
            weight loss; diet products; diet pills; slimming; collagen; keto; hgh; garcinia; hoodia; ephedra; probiotics;
            nutraceutical; lose weight; diet pill
            abnehmen; diätpille; nahrungsergänzung; fettverbrenner; schlankheitsmittel; vitaminpräparate; diätprodukte
            minceur; maigrir; détox; amincissant; complément alimentaire; pilules amaigrissantes; produits amaigrissants
            adelgazar; adelgazante; quemagrasas; perder peso; suplemento alimenticios; complementos alimenticios;
            productos dietéticos
            emagrecer; emagrecimento; emagrecedor; suplemento alimentar; perda de peso; queima de gordura; óleo de cbd
            dimagrire; dimagrante; dimagrimento; integratori; snellente; perdere peso
            afvallen; afslanken; voedingssupplement; dieetproduct; gewichtsverlies; vetverbrander
            odchudzanie; schudnąć; odżywki; suplement diety; tabletki odchudzające; spalacze tłuszczu""",
    ),
    "beauty": Trade(
        "cosmetics, hair and beauty",
        common=False,
        words="""
            cosmetics; hair extensions; skincare; wigs; botox; makeup; eyelash; perfume; fragrance; microneedling;
            cosmetic products; skin care; beauty products; human hair
            kosmetik; haarverlängerung; perücken; echthaar; hautpflege; parfum; parfüm
            cosmétique; perruques; maquillage; massages; huiles essentielles; épilation laser; chirurgie esthétique
            cosmética; pelucas; perfumería; maquillaje; peluquería; aceites esenciales; depilación láser
            perucas; perfumaria; maquilhagem; maquiagem; óleos essenciais; depilação a laser; cirurgia plástica
            cosmetica; parrucche; profumi; parrucchieri; extension capelli; oli essenziali
            huidverzorging; haarextensions; pruiken; schoonheidsproducten; laserontharing; haartransplantatie
            kosmetyki; kosmetyczne; peruki; perfumy; makijaż; przedłużanie włosów""",
    ),
    "fitness": Trade(
        "fitness and sport",
        common=False,
        words="""
            fitness equipment; treadmill; bicycles; saunas; gym equipment; personal trainer; yoga mats; sports equipment;
            exercise bike; golf clubs; e bikes; electric bikes; playground equipment; hot tub
            fitnessgerät; fitnessstudio; laufband; yogakurs; sportartikel; sportgeräte; firmenfitness
            coach sportif; équipement sportif; vélos électriques; piscine en kit; gazon synthétique; spa gonflable;
            matériel de fitness
            gimnasio; entrenador personal; material deportivo; artículos deportivos; parques infantiles; bicicletas eléctricas;
            césped artificial
            ginásio; piscinas; artigos desportivos; parques infantis; bicicletas elétricas; relva sintética; grama sintética
            attrezzi fitness; palestra aziendale; articoli sportivi; parchi gioco; biciclette elettriche; bici elettriche
            fitnessapparatuur; sportschool; loopband; yogalessen; sportartikelen; speeltoestellen
            siłownia; bieżnie; sprzęt fitness; trener personalny; zajęcia jogi; artykuły sportowe""",
    ),
}
