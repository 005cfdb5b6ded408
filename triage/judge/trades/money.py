"""Money: borrowing, insuring, investing, booking."""

from __future__ import annotations

from triage.judge.trades.trade import Trade

TRADES: dict[str, Trade] = {
    "loans": Trade(
        "business loans",
        common=True,
        words="""
            business loan; working capital loan; merchant cash advance; loans; credit line; business funding; unsecured funding;
            line of credit; business cash advance; revenue based financing; working capital funding; credit lines; lines of credit;
            merchant cash advances
            firmenkredit; kreditrahmen; kreditlinie; unternehmensfinanzierung; kredit ohne schufa; firmenkredite; kreditlinien
            prêt professionnel; prêts professionnels; crédit professionnel; ligne de crédit; financement de trésorerie;
            offre de prêt; prêt aux entreprises
            préstamo; crédito para empresas; financiamiento para; línea de crédito; financiación para empresas; préstamos;
            crédito pyme
            empréstimo; linha de crédito; capital de giro; empréstimos; linhas de crédito; crédito para pme; crédito pessoal
            prestito alle; finanziamento alle; linea di credito; credito alle imprese; prestito per le; finanziamento per le
            bedrijfskrediet; kredietlijn; zakelijke lening; zakelijk krediet; persoonlijke lening; geld lenen
            kredyt dla firm; pożyczka dla firm; linia kredytowa; linie kredytowe; finansowanie dla firm; kredyt firmowy""",
    ),
    "mortgages": Trade(
        "mortgages",
        common=True,
        words="""
            mortgage rates; remortgage; mortgage rate; mortgage broker; mortgage refinancing; second mortgage; home loan;
            refinance your home; home equity loan; mortgage brokers; home loans; refinance your house; home equity loans;
            refinance your mortgage
            baufinanzierung; hypothek; immobilienkredit; immobilienfinanzierung; anschlussfinanzierung; umschuldung;
            baufinanzierungen; hypotheken; immobilienkredite
            prêt immobilier; taux immobilier; rachat de crédit; courtier en crédit; prêt immobiliers; taux immobiliers;
            rachat de crédits; courtier en prêt; prêts immobilier
            hipoteca; préstamo hipotecario; préstamos hipotecarios; crédito hipotecario; hipotecas
            hipotecário; crédito habitação; financiamento imobiliário; crédito à habitação; crédito imobiliário
            surroga; mutui; mutuo casa; mutuo ipotecario; mutuo prima casa; mutuo a tasso
            hypotheek; hypotheekrente; hypotheekadvies; oversluiten
            kredyt hipoteczny; kredyt mieszkaniowy; refinansowanie kredytu; pożyczka pod zastaw; kredyt hipoteczne;
            kredyt hipotecznego; kredyt hipotecznych; kredyty hipoteczny""",
    ),
    "debt-relief": Trade(
        "debt relief and credit repair",
        common=False,
        words="""
            debt settlement; debt relief; credit repair; bad credit; consolidate your debt; eliminate your debt; repair your credit;
            fix your credit; credit score repair; out of debt; lower your debt; consolidate your debts; eliminate your debts;
            lower your debts; debt consolidation; debt elimination
            schuldenfrei; schuldenregulierung; entschuldung; schuldensanierung; schufa eintrag löschen
            surendettement; rachat de dettes; restructuration de dettes; regroupement de crédits; sortir de vos dettes
            reunificación de deudas; cancelar sus deudas; reparación de crédito; salir de deudas; ley de segunda oportunidad;
            cancelar tus deudas
            nome sujo; consolidação de dívidas; limpar o nome; renegociação de dívidas; consolidação de créditos; limpar seu nome
            sovraindebitamento; consolidamento debiti; cancellazione dei debiti; cattivi pagatori; saldo e stralcio;
            cancellazione protesti
            schuldsanering; schuldhulp; schulden herfinancieren; bkr registratie
            oddłużanie; oddłużenie; konsolidacja długów; upadłość konsumencka; wyjść z długów; konsolidacja kredytów""",
    ),
    "factoring": Trade(
        "invoice factoring",
        common=True,
        words="""
            invoice factoring; factoring company; invoice finance; receivables finance; accounts receivable funding;
            sell your invoices; trade credit insurance; advance on your invoices; cash for your invoices; factoring companies;
            invoice financing; receivables financing; factoring line; invoice discounting
            factoringgesellschaft; forderungsverkauf; forderungsfinanzierung; rechnungsvorfinanzierung; forderungsankauf;
            warenkreditversicherung; echtes factoring
            affacturage; affactureur; assurance crédit; cession de créances; financement de factures; rachat de factures;
            l'affacturage
            anticipo de facturas; descuento de facturas; financiación de facturas; adelanto de facturas; cesión de créditos;
            descuento de pagarés
            fomento mercantil; antecipação de recebíveis; desconto de duplicatas; adiantamento de faturas; antecipação de faturas;
            desconto de faturas
            anticipo fatture; cessione del credito; smobilizzo crediti; sconto fatture; anticipo su fatture; cessione dei crediti;
            cessione crediti
            factuurfinanciering; debiteurenfinanciering; kredietverzekering; factormaatschappij; facturen voorfinancieren;
            facturen verkopen
            faktoring; finansowanie faktur; wykup faktur; skup wierzytelności; ubezpieczenie należności; faktoringu; faktoringiem""",
    ),
    "debt-collection": Trade(
        "debt collection",
        common=True,
        words="""
            debt collection; collection agency; collection agencies; debt recovery; commercial collections; collect your debts;
            credit control service; recovery of unpaid invoices; no win no fee collection; collect your unpaid invoices;
            credit control services; collect your overdue invoices; collect your outstanding invoices
            inkasso; inkassobüro; inkassounternehmen; inkassodienst; forderungsmanagement; forderungseinzug; inkassodienste;
            inkassodienstleistungen
            recouvrement amiable; recouvrement de créances; société de recouvrement; cabinet de recouvrement; recouvrer vos impayés;
            recouvrement judiciaire; recouvrement de vos impayés
            recobro; gestión de cobros; recuperación de deudas; cobro de morosos; empresa de cobros; gestión de impagados;
            recuperación de impagados
            cobrança extrajudicial; recuperação de créditos; cobrança de dívidas; empresa de cobrança; recuperação de dívidas;
            cobrança de inadimplentes; empresa de cobranças
            recupero crediti; crediti insoluti; recupero insoluti; recupero del credito; società di recupero
            incassobureau; incassotraject; debiteurenbeheer; openstaande vorderingen; incassobureaus
            windykacja; firma windykacyjna; odzyskiwanie należności; giełda długów; odzyskamy twoje długi; windykacji;
            odzyskiwanie długów; odzyskamy twoje należności""",
    ),
    "payments": Trade(
        "card payments",
        common=True,
        words="""
            card terminals; payment terminal; card terminal; card machine; merchant account; card processing; payment processing;
            payment gateway; interchange fees; processing fees; card reader for; payment service provider; high risk merchant;
            accept credit cards
            kartenterminal; kartenlesegerät; zahlungsterminal; zahlungsdienstleister; zahlungsabwicklung; bezahlterminal;
            ec terminal
            tpe mobile; terminal de paiement; terminaux de paiement; solution de paiement; encaissement par carte;
            prestataire de paiement; paiement en plusieurs fois
            datáfono; tpv virtual; pasarela de pago; terminal de pago; cobrar con tarjeta; terminal punto de venta; datáfonos
            maquininha; multibanco tpa; terminal de pagamento; terminais de pagamento; meios de pagamento; gateway de pagamento;
            taxas de cartão
            terminal pos; pos mobile; commissioni pos; pagamenti con carta; gateway di pagamento; sistemi di pagamento
            pinautomaat; pinautomaten; pinapparaat; pinapparaten; betaalterminal; pintransactie
            terminal płatniczy; bramka płatnicza; płatności kartą; operator płatności; obsługa płatności; terminal płatnicze""",
    ),
    "annuities": Trade(
        "annuities",
        common=False,
        words="""
            annuities; annuity; viatical; structured settlement; viaticals; structured settlements
            rentenversicherung; leibrente; privatrente; sofortrente; basisrente; rürup rente; rentenversicherungen; leibrenten;
            sofortrenten
            viager; rente viagère; rentes viagères; assurance retraite; rente garantie
            renta vitalicia; rentas vitalicias; seguro de rentas; plan de rentas
            renda vitalícia; rendas vitalícias; seguro de renda
            rendita vitalizia; rendite vitalizie; rendita integrativa
            lijfrente; lijfrentepolis; koopsompolis; direct ingaande; lijfrenten; koopsompolissen
            renta dożywotnia; renty dożywotnie; renta kapitałowa; ubezpieczenie rentowe""",
    ),
    "life-insurance": Trade(
        "life insurance",
        common=True,
        words="""
            life insurance; term life; life cover; burial insurance; life assurance; funeral plan; disability insurance;
            whole life policy; final expense insurance; income protection insurance; critical illness cover;
            long term care insurance; funeral plans
            lebensversicherung; risikolebensversicherung; sterbegeldversicherung; berufsunfähigkeitsversicherung;
            krankenzusatzversicherung; private krankenversicherung; lebensversicherungen
            assurance vie; contrat obsèques; mutuelle santé; contrat de prévoyance; assurance décès; assurance obsèques;
            assurance emprunteur
            seguro de vida; seguro médico privado; seguro de decesos; seguro de salud; seguros de vida; seguros de decesos;
            seguros de salud
            seguro funeral; previdência privada; plano de saúde; seguro de saúde; seguros de saúde
            assicurazione sulla vita; polizza vita; assicurazione vita; polizza sanitaria; assicurazione sanitaria;
            polizza infortuni; assicurazione infortuni
            levensverzekering; overlijdensrisicoverzekering; uitvaartverzekering; arbeidsongeschiktheidsverzekering;
            zorgverzekering vergelijken; levensverzekeringen; overlijdensrisicoverzekeringen
            ubezpieczenia zdrowotne; prywatne ubezpieczenie; ubezpieczenie pogrzebowe; ubezpieczenie na życie; polisa na życie;
            ubezpieczenia na życie; polisy na życie""",
    ),
    "business-insurance": Trade(
        "business insurance",
        common=True,
        words="""
            professional indemnity; public liability insurance; liability cover; business insurance; commercial insurance;
            cyber insurance; malpractice insurance; insurance broker; indemnity cover; fleet insurance; landlord insurance;
            insurance premium; directors and officers; commercial vehicle insurance
            berufshaftpflicht; gewerbeversicherung; firmenversicherung; cyberversicherung; versicherungsmakler;
            rechtsschutzversicherung; inhaltsversicherung
            assurance responsabilité civile; rc pro; protection juridique; responsabilité civile professionnelle;
            courtier en assurance; assurance décennale; courtier en assurances
            seguro multirriesgo; seguro de responsabilidad civil; correduría de seguros; corredor de seguros; seguro para empresas;
            seguro de comercio; seguro empresarial
            seguro de responsabilidade civil; corretora de seguros; corretor de seguros; mediador de seguros; seguro empresariais;
            seguro de acidentes de trabalho; seguro multirriscos
            polizza rc; rc professionale; broker assicurativo; responsabilità civile professionale; polizza professionale;
            polizza responsabilità civile
            beroepsaansprakelijkheidsverzekering; bedrijfsverzekering; cyberverzekering; rechtsbijstandverzekering;
            verzekeringsadviseur; assurantiekantoor
            ubezpieczenie oc; oc zawodowe; polisa firmowa; broker ubezpieczeniowy; odpowiedzialności cywilnej zawodowej;
            ubezpieczenie firmy""",
    ),
    "insurance-agency": Trade(
        "work as an insurance agent",
        common=False,
        words="""
            insurance agencies; insurance agency; insurance agent; independent agent; captive agent; insurance career;
            selling insurance; sell insurance; agent appointment; become an agent; insurance sales job; agency owner program;
            book of business; appointed with our carriers; insurance agents; independent agents
            versicherungsvertreter; versicherungsagentur; versicherungsvermittler; strukturvertrieb; agentur übernehmen;
            handelsvertreter für versicherungen; karriere im versicherungsaussendienst
            agents généraux; agence d'assurance; devenir mandataire; portefeuille d'assurances; agent général d'assurance;
            mandataire en assurance; conseiller en assurance
            agente de seguros; agencia de seguros; agencias de seguros; carrera en seguros; cartera de seguros;
            mediador de seguros exclusivo; agentes de seguros
            agência de seguros; carreira em seguros; venda de seguros
            agente assicurativo; agenti assicurativi; agenzia assicurativa; subagente assicurativo; carriera assicurativa;
            agente di assicurativo; agenzia assicurative
            verzekeringsagent; verzekeringsagentschap; verzekeringsportefeuille; assurantietussenpersoon; verzekeringen verkopen;
            verzekeringsagenten
            multiagencja; agent ubezpieczeniowy; agencja ubezpieczeniowa; sprzedaż ubezpieczeń; kariera w ubezpieczeniach;
            agent ubezpieczeniowego; agencja ubezpieczeniowej""",
    ),
    "employee-benefits": Trade(
        "employee benefits",
        common=True,
        words="""
            employee benefits; benefits broker; benefits package; workplace pension; corporate wellness; meal voucher;
            perks platform; group health plan; employee health plan; employee assistance program; 401 k plan; benefits brokers;
            benefits packages; workplace pensions
            mitarbeiterbenefits; sachbezug; essensgutschein; jobrad; dienstradleasing; mitarbeitervorteile;
            betriebliche altersvorsorge
            titres restaurant; tickets restaurant; chèques cadeaux; avantages sociaux; mutuelle d'entreprise; mutuelle collective;
            épargne salariale
            beneficios sociales; retribución flexible; cheque restaurante; tickets restaurante; bienestar laboral;
            bienestar corporativo; seguro médico para empleados
            benefícios flexíveis; vale refeição; cartão refeição; bem estar corporativo; seguro de saúde para colaboradores;
            benefícios para colaboradores; vale alimentação
            welfare aziendale; buoni pasto; fringe benefit; benefit aziendali; fondo pensione aziendale; benefit per i dipendenti
            personeelsvoordelen; verzuimverzekering; vitaliteitsprogramma; secundaire arbeidsvoorwaarden;
            collectieve zorgverzekering; fiets van de zaak
            benefity pracownicze; karta sportowa; karty sportowe; ubezpieczenie grupowe; pakiety medyczne; prywatna opieka medyczna""",
    ),
    "crypto": Trade(
        "crypto-currency",
        common=False,
        words="""
            crypto; cryptocurrency; cryptocurrencies; bitcoin; bitcoins; ethereum; nft; nfts; altcoin; defi; web3; stablecoin;
            token sale; blockchain investment; mining rig; initial coin offering; altcoins; stablecoins
            kryptowährung; krypto; kryptohandel; kryptowährungen
            cryptomonnaie; cryptoactif; jetons numériques; chaîne de blocs; cryptomonnaies; cryptoactifs
            criptomoneda; cripto; criptoactivo; criptodivisa; criptomonedas; criptoactivos; criptodivisas
            criptomoeda; criptoativo; moeda digital; moedas digitais; criptomoedas; criptoativos
            criptovaluta; criptoattività; monete digitali; valute digitali; criptovalute
            cryptomunt; cryptovaluta; cryptohandel; cryptobelegging; digitale munten; cryptomunten
            kryptowaluty; kryptowalut; kryptowalutach; kryptowaluta; kryptoaktywa; kopanie bitcoinów; kryptowalutę; kryptowalutami""",
    ),
    "forex-trading": Trade(
        "currency and options trading",
        common=False,
        words="""
            forex; fx trading; currency trading; binary options; day trading; trading signals; trading bot; automated trading;
            futures trading; prop trading; copy trading; commodity trading advisor; trading bots
            devisenhandel; daytrading; handelssignale; börsenhandel lernen; trading signale; automatischer handel
            options binaires; trading automatique; marché des changes; signaux de trading; formation au trading; trading en ligne
            opciones binarias; trading automático; mercado de divisas; señales de trading; curso de trading; operar en bolsa
            opções binárias; mercado cambial; robô trader; sinais de trading
            opzioni binarie; trading online; mercato valutario; segnali di trading; trading automatico
            valutahandel; handelssignalen; beleggingsrobot; binaire opties; online traden
            opcje binarne; rynek walutowy; sygnały tradingowe; automatyczny handel; handel na giełdzie; sygnały transakcyjne""",
    ),
    "stock-tips": Trade(
        "stock tips",
        common=False,
        words="""
            stock picks; penny stock; otcbb; microcap; stock tip; hot stock; otc bb; price target; strong buy; investor alert;
            pre ipo; undervalued stock; trading symbol; shares of a private; stock tips; penny stocks; hot stocks
            aktientipp; börsenbrief; aktienempfehlung; kursziel; börsentipp; vorbörsliche aktien; geheimtipp der börse; aktientipps
            conseil boursier; lettre boursière; valeur à suivre; actions à fort potentiel; pré introduction en bourse;
            conseil boursiers; conseils boursier; conseils boursiers
            recomendación bursátil; acciones recomendadas; boletín bursátil; consejos de bolsa; acciones con potencial
            dicas de ações; recomendação de ações; ações com potencial; dicas da bolsa
            lettera finanziaria; consigli di borsa; azioni da comprare; titoli da comprare; segnali di borsa
            aandelentip; beurstip; beleggingstip; koopadvies; beursbrief; aandelentips; beurstips; beleggingstips
            rekomendacje giełdowe; porady giełdowe; sygnały giełdowe; akcje przed debiutem; spółka z potencjałem""",
    ),
    "fine-wine-investment": Trade(
        "wine and whisky as an investment",
        common=False,
        words="""
            wine investment; investment grade; whisky cask; cask investment; whiskey cask; art investment; passion assets;
            alternative asset; wine portfolio; wine fund; invest in wine; investing in wine; wine investments; investment wine
            weininvestment; weinanlage; whiskyfass; whiskyfässer; sachwertanlage; kunstinvestment; wein als geldanlage
            placement dans le vin; investissement viticole; vins d'investissement; cave patrimoniale; fûts de whisky;
            groupement foncier viticole; grands crus classés
            inversión en vino; invertir en vino; barricas de whisky; inversión en vinos; invertir en vinos; inversión en whisky;
            invertir en whisky
            investir em vinho; investimento em vinho; barris de whisky; investir em vinhos; investimento em vinhos;
            investir em whisky; investimento em whisky
            investire nel vino; investimento in vini; botti di whisky; vini da investimento; investire in vino;
            investimento nel vino
            wijnbelegging; whiskyvaten; beleggen in wijn; investeren in wijn; wijnbeleggingen; beleggen in whisky
            inwestycje alternatywne; beczki whisky; inwestycja w wino; inwestowanie w wino; inwestycja w wina; inwestowanie w wina""",
    ),
    "gold": Trade(
        "gold and precious metals",
        common=False,
        words="""
            gold bullion; precious metals; buy gold; gold dore; silver bullion; rough diamonds; raw gold; gold investment;
            gold for sale; diamonds for sale; gold and silver coins; gold bars; gold coins; gold dust
            goldbarren; goldmünzen; edelmetall; anlagegold; goldankauf; goldsparplan; rohdiamanten
            lingots d'or; or d'investissement; métaux précieux; poudre d'or; rachat d'or; or brut; diamants bruts
            metales preciosos; compro oro; lingotes de oro; oro de inversión; monedas de oro; diamantes en bruto; polvo de oro
            metais preciosos; diamantes brutos; barras de ouro; ouro de investimento; moedas de ouro; ouro em pó
            lingotti d'oro; metalli preziosi; diamanti grezzi; monete d'oro; oro da investimento; diamanti da investimento
            goudbaren; goudstaven; edelmetaal; edelmetalen; beleggingsgoud; gouden munten; ruwe diamanten
            sztabki złota; złoto inwestycyjne; metale szlachetne; złote monety; skup złota; surowe diamenty""",
    ),
    "raising-capital": Trade(
        "help with raising capital",
        common=True,
        words="""
            raise capital; raising capital; capital raising; fundraising advisor; investor list; investors database;
            crowdfunding campaign; investor matching; equity crowdfunding; pitch deck design; access to investors;
            series a investors; list of investors; private placement program
            kapitalbeschaffung; kapitalgeber; investorensuche; investorenkontakte; eigenkapitalbeschaffung; schwarmfinanzierung;
            investorendatenbank
            recherche d'investisseurs; financement participatif; levée de fonds; lever des fonds; trouver des investisseurs;
            accès à des investisseurs; mise en relation avec des investisseurs
            levantar capital; captación de capital; ronda de financiación; rondas de financiación; búsqueda de inversores;
            acceso a inversores; captación de inversores
            captação de capital; rodada de investimento; ronda de investimento; acesso a investidores; captação de recursos;
            captação de investimento; captação de investidores
            raccolta di; ricerca di investitori; trovare investitori; accesso a investitori; round di investimento; raccolta fondi
            investeringsronde; durfkapitaal; groeikapitaal; kapitaal ophalen; investeerders vinden; toegang tot investeerders
            pozyskanie kapitału; pozyskiwanie kapitału; runda finansowania; baza inwestorów; dostęp do inwestorów;
            pozyskanie inwestora""",
    ),
    "mergers": Trade(
        "buying and selling of companies",
        common=True,
        words="""
            sell your business; business broker; mergers acquisitions; business valuation; exit planning; succession planning;
            acquire companies; succession advisory; mergers and acquisitions; business for sale; businesses for sale;
            selling your business; sale of your business; buyers for your business
            unternehmensverkauf; firmenverkauf; unternehmensnachfolge; nachfolgeregelung; unternehmensbewertung; unternehmensbörse;
            nachfolgeberatung
            repreneurs; cession d'entreprise; fusions acquisitions; transmission d'entreprise; reprise d'entreprise;
            évaluation d'entreprise; vendre votre entreprise
            relevo generacional; fusiones y adquisiciones; venta de empresas; compraventa de empresas; valoración de empresas;
            vender su empresa; traspaso de negocios
            sucessão empresarial; fusões e aquisições; venda de empresas; vender a sua empresa; avaliação de empresas;
            transmissão de empresas; vender sua empresa
            vendita d'azienda; valutazione d'azienda; passaggio generazionale; fusioni e acquisizioni; compravendita di aziende;
            vendere la sua azienda
            bedrijfsoverdracht; bedrijfsverkoop; bedrijfsovername; overnameadviseur; waardebepaling; bedrijfsopvolging
            sprzedaż firmy; sprzedać firmę; wycena firmy; sukcesja firmy; kupno firmy; przejęcia firm""",
    ),
    "tax-savings": Trade(
        "tax credits and tax saving",
        common=True,
        words="""
            tax credits; tax credit; vat recovery; tax planning; tax saving; tax strategy; tax resolution; back taxes;
            capital allowances; tax consultant; tax shelter; tax debt; r d credit; r d tax
            steuerberatung; forschungszulage; steuersparmodell; steueroptimierung; steuergestaltung; umsatzsteuererstattung;
            steuervorteil
            défiscalisation; crédit d'impôt; optimisation fiscale; réduction d'impôt; conseil fiscal; crédit impôt recherche;
            récupération de tva
            deducciones fiscales; ahorro fiscal; optimización fiscal; asesoría fiscal; planificación fiscal; deducción por i d;
            recuperación de iva
            benefícios fiscais; incentivos fiscais; planejamento tributário; planeamento fiscal; consultoria fiscal;
            recuperação de iva; consultoria tributária
            credito d'imposta; agevolazioni fiscali; risparmio fiscale; ottimizzazione fiscale; pianificazione fiscale;
            recupero iva
            belastingvoordeel; belastingbesparing; belastingadvies; wbso; innovatiebox; btw terugvragen
            ulga b r; optymalizacja podatkowa; zwrot vat; odzyskiwanie vat; doradztwo podatkowe; oszczędności podatkowe""",
    ),
    "grants": Trade(
        "finding and writing of grants",
        common=True,
        words="""
            grant writing; government grant; eu funding; funding consultancy; subsidy advice; innovation funding; grant proposal;
            win more grants; proposal writing service; grant writer; government grants; subsidy consultancy; grant proposals;
            proposal writing services
            fördermittel; fördermittelberatung; förderberatung; förderprogramm; zuschussberatung; fördergelder; antragsberatung
            subventions publiques; aides publiques; financements européens; conseil en subventions; montage de dossiers;
            dossier de subvention; subventions européennes
            subvenciones; ayudas públicas; fondos europeos; kit digital; bono digital; tramitación de ayudas
            fundos europeus; incentivos financeiros; portugal 2030; apoios comunitários; fundo perdido; candidaturas a fundos;
            editais de fomento
            europrogettazione; bando europei; finanza agevolata; fondi europei; fondo perduto; nuova sabatini; bando pubblici
            subsidieadvies; subsidieadviseur; subsidieaanvraag; subsidieaanvragen; subsidiebureau; subsidiemogelijkheden
            dotacja unijna; fundusze unijne; pozyskiwanie dotacji; pisanie wniosków; wniosek o dotację; wnioski o dofinansowanie""",
    ),
    "accounting": Trade(
        "accounting",
        common=True,
        words="""
            accounting service; accounting firm; bookkeeping service; bookkeeping package; accountancy service; fractional cfo;
            virtual cfo; cfo services; monthly bookkeeping; chartered accountants offer; tax return service; part time cfo;
            catch up bookkeeping; year end accounts service
            buchhaltungsservice; buchführungsservice; buchhaltungsbüro; finanzbuchhaltung; steuerkanzlei; buchhaltungsdienst;
            buchhaltungsdienste
            cabinet comptable; expertise comptable; services comptables; externalisation comptable; cabinet d'expertise comptable;
            tenue de la comptabilité; expert comptable en ligne
            servicios contables; asesoría contable; gestoría online; despacho contable; llevar su contabilidad;
            servicios de contabilidad; gestoría para autónomos
            serviços contábeis; contabilidade online; assessoria contábil; escritório de contabilidade; gabinete de contabilidade;
            serviços de contabilidade; contabilidade organizada
            servizi contabili; studio commercialista; tenuta della contabilità; commercialista online; consulenza contabile;
            servizi di contabilità
            boekhoudkantoor; administratiekantoor; boekhouddienst; accountantskantoor; online boekhouder; boekhouddiensten
            biuro rachunkowe; usługi księgowe; księgowość online; obsługa księgowa; prowadzenie księgowości; usługi rachunkowe""",
    ),
    "bookkeeping-outsourcing": Trade(
        "outsourced bookkeeping",
        common=False,
        words="""
            offshore accounting; outsourced bookkeeping; overseas bookkeeping; bookkeeping outsourcing; outsource your bookkeeping;
            accounting outsourcing; accounts outsourcing; white label bookkeeping; back office for accountants;
            outsourced accounting; outsource bookkeeping; outsourced accountants; outsource accounting; outsourced accountant;
            outsource your accounting; outsourced bookkeepers; outsource your accounts work; outsourced bookkeeper;
            outsource of bookkeeping; offshore bookkeeping; outsource of accounting; outsourcing your bookkeeping;
            offshore accountants; outsourcing bookkeeping; offshore accountant; outsourcing accounting; offshore bookkeepers;
            outsourcing your accounting; offshore bookkeeper; outsourcing your accounts work; outsourcing of bookkeeping;
            overseas accounting; outsourcing of accounting; overseas accountants
            buchhaltung auslagern; ausgelagerte buchhaltung; outsourcing der buchhaltung
            comptabilité offshore; externaliser votre comptabilité; sous traitance comptable; saisie comptable à
            externalización contable; contabilidad externa; externalizar su contabilidad; externalizar tu contabilidad;
            externalizar la contabilidad
            terceirização contábil; bpo financeiro; externalizar a contabilidade; terceirização da contabilidade
            outsourcing contabile; contabilità in outsourcing; esternalizzare la contabilità
            boekhouding uitbesteden; administratie uitbesteden; uitbestede boekhouding
            outsourcing księgowości; zlecenie księgowości; outsourcing księgowy; outsourcing rachunkowości""",
    ),
    "payroll": Trade(
        "payroll",
        common=True,
        words="""
            payroll software; payroll services; payroll service; outsourced payroll; managed payroll; global payroll;
            run your payroll; employer of record; professional employer organization; payroll provider; payroll outsourcing;
            payroll processing; payroll bureau; payroll solution; payroll solutions; payroll package; payroll system
            lohnbuchhaltung; gehaltsabrechnungssoftware; lohnabrechnungssoftware; entgeltabrechnung; lohnsoftware;
            lohnabrechnung auslagern; lohnabrechnung für; lohnabrechnung als; lohnabrechnung ab
            logiciel de paie; prestataire de paie; externalisation de la paie; gestion de la paie
            software de nóminas; gestión de nóminas; externalización de nóminas; programa de nóminas
            processamento de salários; gestão salarial; software de salários; processamento salarial
            software paghe; elaborazione paghe; gestione paghe; paghe e contributi; elaborazione buste paga; gestione delle paghe;
            elaborazione cedolini; gestione buste paga
            salarisadministratie; loonadministratie; salarisverwerking; salarissoftware; verloning
            obsługa płac; program płacowy; outsourcing płac; naliczanie wynagrodzeń; kadrowo płacowa; oprogramowanie płacowe;
            kadry i płace; obsługa kadr; outsourcing kadr""",
    ),
    "accounting-software": Trade(
        "accounting and invoicing software",
        common=True,
        words="""
            accounting software; invoicing software; invoice automation; expense management; bookkeeping software; e invoicing;
            spend management; audit software; invoice scanning; accounts payable automation; accounts payable software;
            accounting integration; invoice processing software; expense software
            buchhaltungssoftware; buchhaltungsprogramm; rechnungsprogramm; rechnungssoftware; spesensoftware; fakturierung;
            belegerfassung
            logiciel de facturation; facturation électronique; automatisation comptable; dématérialisation des factures;
            logiciel de notes de frais; logiciel comptable; logiciel comptables
            software contable; programa contable; software de gastos; gestión de gastos; software de contabilidad;
            programa de contabilidad; software de facturación
            software de faturação; programa de faturação; emissor de notas; gestão de despesas; software de contabilidade;
            software de gestão financeira
            software di contabilità; fatturazione elettronica; gestionale contabile; programma di fatturazione; software note spese;
            software contabile; software di fatturazione
            boekhoudsoftware; boekhoudprogramma; boekhoudpakket; facturatiesoftware; facturatieprogramma; factuurverwerking
            ksef; program do faktur; oprogramowanie księgowe; fakturowanie online; faktury online; rozliczanie wydatków""",
    ),
    "company-formation": Trade(
        "companies and accounts abroad",
        common=False,
        words="""
            company formation; offshore company; incorporation services; tax haven; second passport; golden visa; nominee director;
            shelf company; shelf companies; company registration in; citizenship by investment; free zone company;
            residency by investment; register a company in
            firmengründung; vorratsgesellschaft; briefkastenfirma; steueroase; offshore firma; zweiter pass; limited gründen
            domiciliation d'entreprise; société offshore; compte offshore; sociétés offshore; paradis fiscal; création de société;
            création d'entreprise en ligne
            sociedades offshore; cuenta offshore; paraíso fiscal; sociedades urgentes; constitución de sociedades;
            residencia por inversión; domiciliación de empresas
            empresas offshore; conta offshore; visto gold; sede virtual; abertura de empresa; constituição de empresa;
            abertura de empresas
            costituzione di società; società offshore; paradiso fiscale; conto offshore; aprire una società; costituzione società
            brievenbusfirma; belastingparadijs; bedrijf oprichten; bv oprichten; offshore bedrijf; vennootschap in het buitenland
            zakładanie spółek; rejestracja spółek; spółka offshore; wirtualny adres; raje podatkowe; raj podatkowy""",
    ),
    "bank-instruments": Trade(
        "bank instruments and trade finance",
        common=False,
        words="""
            bank guarantee; sblc; monetize; trade finance; bank instrument; private placement; letters of credit; medium term notes;
            proof of funds; standby letter of credit; bank guarantees; bank instruments
            bankgarantie; akkreditiv; handelsfinanzierung; projektfinanzierung; bankinstrument; bankgarantien; akkreditive;
            projektfinanzierungen
            garantie bancaire; instruments bancaires; lettre de crédit; financement du commerce; garantie bancaires;
            lettres de crédit; garanties bancaire; garanties bancaires
            garantía bancaria; instrumentos bancarios; aval bancario; carta de crédito; financiación de proyectos;
            comercio exterior financiación; garantía bancarias
            garantia bancária; instrumentos bancários; financiamento de projetos; garantia bancárias; garantias bancária;
            garantias bancárias
            fideiussione; garanzia bancaria; strumenti bancari; lettera di credito; finanziamento di progetti; fideiussioni;
            garanzia bancarie
            kredietbrief; kredietbrieven; handelsfinanciering; projectfinanciering; bankgaranties
            akredytywa; gwarancja bankowa; instrumenty bankowe; finansowanie projektów; akredytywy; gwarancja bankowe; akredytywę""",
    ),
    "financial-planning": Trade(
        "financial planning and savings",
        common=True,
        words="""
            financial planning; financial planner; wealth management; retirement plan; pension review; pension transfer;
            investment opportunity; investment opportunities; guaranteed returns; high yield; asset management; fixed return;
            savings plan; offshore savings
            finanzberatung; vermögensverwaltung; altersvorsorge; geldanlage; vermögensaufbau; festgeld; anlageberatung
            plan d'épargne; placement financier; placements financiers; épargne retraite; placement garanti; investissement locatif;
            opportunité d'investissement
            asesor financiero; planificación financiera; rentabilidad garantizada; asesoramiento financiero; gestión de patrimonios;
            plan de pensiones; planes de pensiones
            consultor financeiro; planeamento financeiro; planejamento financeiro; rentabilidade garantida; gestão de patrimônio;
            gestão de património; oportunidade de investimento
            consulente finanziario; consulenza finanziaria; pianificazione finanziaria; gestione patrimoniale; fondo pensione;
            rendimento garantito
            vermogensbeheer; pensioenadvies; vermogensopbouw; beleggingskans; beleggingsfonds; spaarplan
            doradca finansowy; doradztwo finansowe; planowanie finansowe; gwarantowany zysk; okazja inwestycyjna; plan emerytalny""",
    ),
    "leasing": Trade(
        "leasing of equipment",
        common=True,
        words="""
            equipment leasing; asset finance; hire purchase; leasing company; equipment loan; practice finance; lease finance;
            sale and leaseback; equipment lease; equipment loans; equipment finance; equipment financing; equipment rental
            maschinenleasing; gerätefinanzierung; investitionsfinanzierung; mietkauf; leasinggesellschaft;
            gebrauchtmaschinenleasing; praxisfinanzierung; leasingangebot
            crédit bail; location financière; leasing professionnel; financement de matériel; location de matériel;
            location longue durée de matériel
            leasing de equipos; renting de equipos; financiación de equipos; leasing de maquinaria; renting tecnológico;
            financiación de maquinaria; leasing financiero; renting de maquinaria
            locação financeira; leasing de equipamentos; aluguel de equipamentos; aluguer de equipamento;
            financiamento de equipamentos; financiamento de máquinas
            leasing strumentale; noleggio operativo; locazione operativa; finanziamento macchinari; leasing operativo;
            leasing di macchinari; leasing finanziario
            huurkoop; financial lease; operational lease; apparatuur leasen; machines leasen
            leasing maszyn; finansowanie maszyn; wynajem sprzętu; leasing sprzętu; leasing operacyjny; leasing finansowy;
            leasing urządzeń""",
    ),
}
