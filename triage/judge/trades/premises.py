"""Premises: rooms, energy, cars and what an office uses up."""

from __future__ import annotations

from triage.judge.trades.trade import Trade

TRADES: dict[str, Trade] = {
    "office-cleaning": Trade(
        "office cleaning",
        common=True,
        words="""
            office cleaning; janitorial; cleaning company; window cleaner; facility management; facilities management;
            pressure washing; cleaners for your; office cleaners; cleaning service; window cleaners; office cleaner;
            cleaning services; commercial cleaning
            büroreinigung; gebäudereinigung; reinigungsfirma; reinigungsdienst; unterhaltsreinigung; glasreinigung;
            fensterreinigung
            nettoyage de bureaux; agents d'entretien; entreprise de nettoyage; société de nettoyage; entretien de vos locaux;
            services de propreté; prestation de nettoyage
            limpiezas; limpieza industrial; limpieza de oficinas; empresa de limpieza; servicio de limpieza; limpieza profesional;
            limpieza de sus oficinas
            limpezas; limpeza profissional; limpeza de escritórios; empresa de limpeza; serviços de limpeza; limpeza industrial;
            limpeza de escritório
            pulizie uffici; pulizia uffici; impresa di pulizie; sanificazione ambienti; impresa di pulizia; servizio di pulizia
            schoonmaakbedrijf; kantoorschoonmaak; glasbewassing; glazenwasser; schoonmakers; gevelreiniging
            sprzątanie biur; firma sprzątająca; usługi porządkowe; mycie okien; utrzymanie czystości; serwis sprzątający""",
    ),
    "office-supplies": Trade(
        "office supplies and toner",
        common=True,
        words="""
            printer ink; office supplies; toner; copier; photocopier; inkjet; managed print; copy paper; stationery supplies;
            shredding service; franking machine; a4 paper; printing costs; toners
            bürobedarf; büromaterial; tonerkartusche; druckerpatrone; kopierpapier; druckerpapier; kopierer
            photocopieur; ramettes; copieur; cartouche d'encre; papier a4; consommables informatiques; imprimantes multifonctions
            tóner; fotocopiadora; consumibles informáticos; papelería corporativa; cartuchos compatibles; material de oficina;
            cartuchos de tinta
            tinteiros; consumíveis; economato; material de escritório; suprimentos de impressão; outsourcing de impressão;
            resma de papel
            cancelleria; fotocopiatrice; forniture per ufficio; noleggio stampanti; materiale per ufficio; risme di carta
            kantoorartikelen; kantoorbenodigdheden; inktcartridge; tonercartridge; kopieerapparaat; kopieerapparaten
            tonery; kserokopiarki; artykuły biurowe; materiały biurowe; tusze do; papier ksero""",
    ),
    "office-snacks": Trade(
        "snacks, coffee and water at work",
        common=True,
        words="""
            coffee machine; coffee machines; office snacks; coffee service; snack box; water cooler; water dispenser; bottled water;
            healthy snacks; team lunch; break room; corporate catering; micro market; snack delivery
            obstkorb; obstkörbe; bürosnacks; kaffeevollautomat; wasserspender; kaffeeservice; büroobst
            pause café; restauration d'entreprise; plateaux repas; traiteur d'entreprise; machine à café; corbeille de fruits;
            fontaine à eau
            snacks saludables; máquina de café; fruta en la oficina; cestas de fruta; dispensador de agua; fuente de agua;
            café para oficinas
            bebedouro; snacks saudáveis; lanches corporativos; dispensador de água; fruta no escritório; cesta de fruta;
            purificador de água
            macchina del caffè; erogatore d'acqua; boccioni d'acqua; colonnine acqua; catering aziendale; pausa caffè
            koffieautomaat; koffieautomaten; koffiemachine; werkfruit; kantoorfruit; waterkoeler
            ekspres do kawy; dystrybutor wody; kosze owoców; zdrowe przekąski; owocowe czwartki; owoce do biura""",
    ),
    "vending": Trade(
        "vending machines",
        common=True,
        words="""
            vending; snack machine; vendor machines; photo booth; kiddie rides; arcade machine; atm machine placement;
            snack machines; photo booths; arcade machines
            verkaufsautomat; snackautomat; getränkeautomat; warenautomat; automatenaufsteller; automatenaufstellung; fotobox;
            spielautomat; verkaufsautomaten; snackautomaten
            photobooth; distributeur automatique; bornes photo; distributeur de boissons; distributeur automatiques;
            distributeur de snacks; distributeurs automatique; distributeur de friandises; distributeurs automatiques
            máquina expendedora; distribución automática; máquinas recreativas; máquina expendedoras; máquinas expendedora;
            máquinas expendedoras
            máquinas automáticas; máquina de venda automática; máquinas de venda automática
            distributore automatico; macchinette automatiche; distribuzione automatica; distributori di snack;
            distributore automatici; distributori automatico; distributori automatici
            snoepautomaat; snoepautomaten; verkoopautomaten; verkoopautomaat; frisdrankautomaat; frisdrankautomaten
            automaty vendingowe; automat vendingowy; maszyny vendingowe; automat vendingowe; automat vendingowych;
            automat z przekąskami; automat sprzedający; automat sprzedające; automat z napojami""",
    ),
    "office-space": Trade(
        "office space and furniture",
        common=True,
        words="""
            coworking; office space; serviced office; co working; meeting rooms; standing desk; warehouse space; retail space;
            virtual office; business centre; ergonomic chair; commercial property; industrial units; modular buildings
            bürofläche; büromöbel; bürostühle; bürostuhl; gewerbefläche; gewerbeimmobilie; lagerfläche
            bureaux à louer; local commercial; locaux commerciaux; centre d'affaires; immobilier d'entreprise; location de bureaux;
            mobilier de bureau
            oficinas en alquiler; nave industrial; sillas ergonómicas; local comercial; oficina virtual; alquiler de oficinas;
            mobiliario de oficina
            galpão; escritório virtual; cadeiras ergonómicas; salas comerciais; espaço comercial; imóveis comerciais;
            mobiliário de escritório
            capannone; arredo ufficio; arredamento ufficio; uffici in affitto; sedie da ufficio; ufficio virtuale
            kantoorruimte; kantoormeubelen; kantoormeubilair; bureaustoel; kantoorinrichting; bedrijfsruimte
            powierzchnia biurowa; meble biurowe; biuro do wynajęcia; wynajem biur; krzesła biurowe; fotele biurowe""",
    ),
    "energy-contracts": Trade(
        "energy contracts",
        common=True,
        words="""
            energy contract; energy contracts; energy broker; energy supplier; energy bills; energy costs; electricity contract;
            gas contract; business energy; utility bill; standing charge; per kwh; energy market; fuel card
            energieberater; energieberatung; stromanbieter; energiekosten; strompreis; gaspreis; energievertrag
            courtier en énergie; contrat d'énergie; fournisseur d'énergie; facture d'énergie; économies d'énergie;
            audit énergétique; tarif d'électricité
            comercializadora; tarifa eléctrica; factura de la luz; ahorro energético; contrato de luz; suministro eléctrico;
            asesor energético
            poupança energética; eficiência energética; tarifa de energia; fornecedor de energia; fatura da luz;
            contrato de energia; conta de luz
            bolletta luce; bollette luce; bolletta energetica; contratto luce; risparmio energetico; broker energetico
            energiecontract; energieleverancier; energieprijs; energieprijzen; energierekening; energiebesparing
            dostawca prądu; dostawca energii; umowa na prąd; ceny energii; audyt energetyczny; oszczędność energii""",
    ),
    "solar": Trade(
        "solar panels",
        common=True,
        words="""
            solar panels; solar panel; photovoltaic; inverters; pv system; battery storage; heat pump; ev charger; charging station;
            home battery; wind turbine; rooftop solar; photovoltaics; pv modules
            photovoltaik; photovoltaikanlage; solaranlage; solarmodul; stromspeicher; wärmepumpe; ladestation
            panneaux solaires; photovoltaïque; ombrière; autoconsommation; onduleurs; panneau solaire; installation solaire
            fotovoltaico; placas solares; fotovoltaica; autoconsumo; aerotermia; paneles solares; energía solar
            painéis solares; painel solar; energia solar; usina solar; carregadores para carros; postos de carregamento;
            carregadores para veículos
            pannelli solari; pannello solare; impianto solare; energia solare; accumulo energetico; moduli solari
            zonnepanelen; zonnepaneel; zonnestroom; laadpaal; warmtepomp; laadstation
            fotowoltaika; fotowoltaiczna; panele słoneczne; instalacja pv; pompa ciepła; magazyn energii""",
    ),
    "solar-parks": Trade(
        "shares and land in solar parks",
        common=False,
        words="""
            solar parks; solar park; agrivoltaic; wind farm; renewable energy investment; carbon credit; carbon offset;
            lease your land; land for solar; ready to build projects; agrivoltaics; wind farms; renewable energy fund;
            carbon credits
            solarpark; solarfonds; windpark; solarinvestment; pachtfläche; solarbeteiligung; bürgerenergie
            agrivoltaïsme; parc solaire; ferme solaire; crédits carbone; investir dans le solaire; location de terrain;
            terrains agricoles pour
            parque solar; huerto solar; inversión solar; planta solar; plantas solares; terrenos para placas; créditos de carbono
            usinas solares; fazenda solar; fazendas solares; investimento em energia; arrendamento de terrenos;
            parque fotovoltaicos; parques fotovoltaicos
            agrivoltaico; agrovoltaico; parco solare; investimento solare; terreno per fotovoltaico; crediti di carbonio
            zonnepark; zonneweide; zonneparkobligaties; windmolenparticipatie; zonneakkers; co2 certificaten
            farma fotowoltaiczna; dzierżawa gruntu; inwestycja w fotowoltaikę; park solarny; kredyty węglowe;
            grunt pod fotowoltaikę""",
    ),
    "lighting": Trade(
        "lighting",
        common=True,
        words="""
            led lighting; led lamps; luminaires; lighting manufacturer; high bay; energy saving lamps; lighting retrofit;
            energy saving bulbs; led lamp; lighting upgrade; energy saving lamp; led lights; lighting solutions;
            energy saving lighting
            hallenbeleuchtung; beleuchtungssanierung; lichtplanung; leuchtmittel; energiesparlampe; leuchtenhersteller;
            led beleuchtung
            relamping; luminaire; éclairage led; ampoule led; tubes led; lampes led; dalles led
            luminarias; iluminación led; lámparas led; luces led; bombillas led; tubos led; focos led
            luminárias; iluminação led; lâmpada led; projetores led; iluminação industrial; lâmpada de led; iluminação pública
            illuminazione led; lampada led; faretti led; corpi illuminanti; tubi led; illuminazione a led
            ledverlichting; ledlamp; relighting; spaarlamp; bedrijfsverlichting; verlichtingsarmaturen
            naświetlacze; oświetlenie led; lampy led; żarówki led; oprawy led; świetlówki led""",
    ),
    "security-systems": Trade(
        "alarms and guards",
        common=True,
        words="""
            cctv; defibrillator; turnstiles; bodycam; security camera; burglar alarm; alarm system; surveillance system;
            fire extinguisher; video surveillance; safes and; manned guarding; key holding; door entry
            alarmanlage; videoüberwachung; sicherheitsdienst; wachdienst; zutrittskontrolle; einbruchschutz; feuerlöscher
            vidéosurveillance; télésurveillance; vidéoprotection; extincteur; gardiennage; défibrillateur; système d'alarme
            videovigilancia; extintor; desfibrilador; alarma para; puertas automáticas; cámara de seguridad; sistema de alarma
            videovigilância; desfibrilhador; segurança eletrônica; vigilância patrimonial; monitoramento 24; câmera de segurança;
            câmaras de segurança
            videosorveglianza; antifurto; telecamere; estintore; defibrillatore; impianto d'allarme
            camerabeveiliging; beveiligingscamera; alarmsysteem; beveiligingsbedrijf; toegangscontrole; brandblusser
            gaśnice; defibrylator; ppoż; monitoring wizyjny; system alarmowy; kamery przemysłowe""",
    ),
    "pest-control": Trade(
        "pest control",
        common=True,
        words="""
            pest control; exterminator; termite inspection; rodent control; fumigation services; mosquito control; bird proofing;
            bed bug treatment; rat and mouse control; exterminators; pest management; termite treatment; fumigation service;
            bed bugs treatment; pest controllers; termites inspection
            schädlingsbekämpfung; schädlingsbekämpfer; kammerjäger; taubenabwehr; schädlingsmonitoring; ungezieferbekämpfung
            dératisation; désinsectisation; dépigeonnage; traitement anti nuisibles; punaises de lit; lutte contre les nuisibles
            desratización; desinsectación; fumigación; fumigaciones; control de plagas; control de roedores
            dedetização; desratização; desinfestação; dedetizadora; controlo de pragas; controle de pragas
            disinfestazione; derattizzazione; controllo infestanti; allontanamento volatili; disinfestazioni; derattizzazioni;
            controllo dei roditori
            ongediertebestrijding; plaagdierbestrijding; ongediertebestrijder; plaagdierbeheersing; rattenbestrijding;
            muizenbestrijding
            deratyzacja; dezynsekcja; zwalczanie szkodników; deratyzacji; dezynsekcji; zwalczanie owadów; deratyzację""",
    ),
    "waste": Trade(
        "waste collection",
        common=True,
        words="""
            waste collection; clinical waste; dumpster; commercial waste; skip hire; scrap metal; recycling service;
            paper shredding; document destruction; it recycling; e waste; cardboard baler; balers and compactors; dumpsters
            entsorgungsfachbetrieb; entsorgungsunternehmen; containerdienst; gewerbeabfall; gewerbeabfälle; aktenvernichtung;
            sondermüll
            dasri; déchets d'activités; destruction d'archives; collecte de déchets; enlèvement de déchets; location de bennes;
            gestion des déchets
            chatarra; chatarrería; residuos sanitarios; gestión de residuos; recogida de residuos; alquiler de contenedores;
            destrucción de documentos
            sucata; caçambas; resíduos hospitalares; coleta seletiva; gestão de resíduos; recolha de resíduos; coleta de resíduos
            rottami; smaltimento rifiuti; rifiuti speciali; raccolta rifiuti; gestione rifiuti; distruzione documenti
            afvalinzameling; afvalinzamelaar; afvalverwerking; bedrijfsafval; containerverhuur; ziekenhuisafval
            odbiór odpadów; utylizacja odpadów; odpady medyczne; wywóz śmieci; niszczenie dokumentów; skup złomu""",
    ),
    "building-work": Trade(
        "building work and heating",
        common=True,
        words="""
            roofing contractor; landscaping; driveway; scaffolding; gritting; legionella; tarmac; hvac service; boiler service;
            double glazing; flooring contractor; building maintenance; renovation work; grounds maintenance
            dachdecker; dachsanierung; malerarbeiten; malerbetrieb; klimaanlage; heizungsbau; gartenpflege
            climatisation; ravalement; démoussage; menuiseries; déneigement; isolation thermique; chauffage central
            climatización; impermeabilización; descalcificador; jardinería; fontanería; aire acondicionado; reformas integrales
            impermeabilização; jardinagem; caixilharia; ar condicionado; construção civil; isolamento térmico; manutenção predial
            condizionatore; climatizzazione; climatizzatori; tinteggiatura; imbiancatura; addolcitore
            dakdekker; schilderwerk; schildersbedrijf; schilderbedrijf; airconditioning; airco's
            klimatyzacja; klimatyzator; odśnieżanie; remont biur; usługi remontowe; firma budowlana""",
    ),
    "car-leasing": Trade(
        "car leasing",
        common=True,
        words="""
            company cars; car leasing; limousine; company car; fleet vehicles; business lease; contract hire; lease car; new vans;
            car warranty; vehicle warranty; auto warranty; extended car; auto loan
            firmenwagen; autoleasing; fahrzeugleasing; gewerbeleasing; dienstwagen; leasingrate; geschäftsleasing
            concessionnaire; location longue durée; véhicule de société; leasing automobile; offre flotte; chauffeur privé;
            garantie automobile
            concesionario; renting de coches; furgonetas nuevas; renting coches; coche de empresa; alquiler de coches;
            leasing de vehículos
            concessionário; renting automóvel; aluguer de viaturas; viatura de serviço; carro de empresa; leasing automóvel;
            seguro auto
            concessionaria; nlt; noleggio a lungo termine; auto aziendale; flotta aziendale; veicoli aziendali
            leaseauto's; autolease; bedrijfsauto's; leasemaatschappij; shortlease; bedrijfswagen
            samochód służbowy; leasing samochodu; wynajem długoterminowy; auta w abonamencie; flota samochodowa;
            abonament samochodowy""",
    ),
    "workwear": Trade(
        "work clothes",
        common=True,
        words="""
            workwear; ppe; work wear; uniform supplier; safety shoes; work clothes; staff uniforms; corporate clothing; hi vis;
            protective clothing; medical uniforms; school uniforms; chef jackets; embroidered polo
            arbeitskleidung; berufskleidung; arbeitsschuhe; sicherheitsschuhe; schutzkleidung; arbeitshandschuhe; berufsbekleidung
            vêtement de travail; tenues professionnelles; gants nitrile; blouses médicales; masques chirurgicaux; vêtements brodés;
            chaussures de sécurité
            ropa laboral; uniformes de trabajo; vestuario laboral; guantes de nitrilo; calzado de seguridad; equipos de protección;
            zapatos de seguridad
            fardas; fardamento; vestuário de trabalho; uniformes profissionais; luvas de nitrilo; máscaras cirúrgicas;
            roupa de trabalho
            antinfortunistica; abbigliamento da lavoro; divise da lavoro; scarpe antinfortunistiche; guanti in nitrile;
            calzature antinfortunistiche
            werkkleding; bedrijfskleding; veiligheidsschoenen; werkschoenen; werkhandschoenen; veiligheidskleding
            uniformy; odzież robocza; ubrania robocze; obuwie robocze; rękawice robocze; artykuły bhp""",
    ),
    "removals": Trade(
        "removals",
        common=True,
        words="""
            office removals; movers; removal company; office move; moving company; house clearance; international removals;
            furniture removals; home removals; man and van; packing and moving; removal companies; office moves; moving companies
            umzugsunternehmen; umzugsservice; umzugsfirma; umzugsangebot; entrümpelung; büroumzug; büroumzüge
            déménageur; débarras; déménagement d'entreprise; devis déménagement; garde meubles; entreprise de déménagement;
            société de déménagement
            mudanza; guardamuebles; traslado de oficinas; vaciado de pisos; mudanzas; traslados de oficinas
            mudança de escritório; guarda móveis; empresa de mudanças; transporte de móveis; mudanças e transportes;
            transportadora de mudanças; mudança de escritórios
            traslochi; sgombero; sgomberi; trasloco ufficio; trasferimento uffici; deposito mobili; traslochatori
            verhuisbedrijf; verhuizer; bedrijfsverhuizing; kantoorverhuizing; verhuisservice; inboedel
            przeprowadzki; przeprowadzka firm; firma przeprowadzkowa; usługi przeprowadzkowe; transport mebli; wywóz mebli""",
    ),
    "couriers": Trade(
        "couriers and parcels",
        common=True,
        words="""
            shipping rates; parcel delivery; 3pl; courier service; last mile; fulfilment centre; warehousing and; order fulfilment;
            pallet delivery; refrigerated transport; returns management; same day delivery; pick and pack; express delivery service
            kurierdienst; paketdienst; paketversand; versanddienstleister; paketpreise; kurierfahrten; expressversand
            coursier; entreposage; logisticien; livraison express; transporteur express; tarifs d'expédition; messagerie express
            mensajería; mensajero; paquetería; almacenaje; logística para; última milla; transporte urgente
            estafeta; motoboy; transportadora; armazenagem; entrega expresso; operador logístico; envios nacionais
            corriere espresso; spedizione nazionali; consegne espresse; tariffe di spedizione; logistica per e commerce;
            ultimo miglio
            koerier; koeriersbedrijven; pakketdienst; pakketbezorging; pakketverzending; verzendplatform
            paczkomat; magazynowanie; firma kurierska; usługi kurierskie; przesyłki kurierskie; kurier dla""",
    ),
    "real-estate": Trade(
        "real estate",
        common=False,
        words="""
            real estate; estate agent; realtor; lakefront; condos; beachfront; foreclosure; property investment;
            investment property; off plan; apartments for sale; holiday homes; luxury apartments; building plots
            eigentumswohnung; immobilieninvestment; ferienimmobilie; immobilienmakler; kapitalanlageimmobilie; anlageimmobilie;
            neubauwohnung
            lmnp; agence immobilière; investissement immobilier; bien immobilier; programme immobilier; promoteur immobilier;
            appartement à vendre
            inmobiliaria; bienes raíces; obra nueva; parcelas en; apartamentos en venta; viviendas en venta; pisos en venta
            imobiliária; loteamento; loteamentos; imóveis de luxo; imóvel à venda; apartamentos à venda; moradias à venda
            immobiliare; immobile di lusso; appartamento in vendita; vendere casa; terreni edificabili; nuove costruzioni
            vastgoed; beleggingspand; nieuwbouwproject; makelaarskantoor; recreatiewoning; bouwgrond
            nieruchomości; deweloper; nieruchomość inwestycyjna; apartamenty na sprzedaż; mieszkania na sprzedaż; działka budowlana""",
    ),
    "real-estate-seminars": Trade(
        "seminars on real estate",
        common=False,
        words="""
            real estate seminar; real estate seminars; flipping houses; house flipping; property training; wholesaling houses;
            tax lien; flip houses; creative financing; no money down; rent to own; buy houses with; flipping homes;
            property seminar; tax liens; flipping properties; property seminars; real estate workshop; property course
            immobilienseminar; immobiliencoaching; immobilienworkshop; immobilieninvestor werden; immobilienseminare
            formation immobilier; séminaire immobilier; devenir rentier; formation en immobilier; formation immobilière;
            formation investissement
            seminario inmobiliario; formación inmobiliaria; invertir en inmuebles; curso de bienes raíces; seminario inmobiliarios;
            curso de inversión inmobiliaria; seminarios inmobiliario; seminarios inmobiliarios
            seminário imobiliário; curso de imóveis; leilão de imóveis; investir em imóveis; curso de investimento imobiliário;
            curso de leilão
            corso immobiliare; seminario immobiliare; formazione immobiliare; investire in immobili; corso sulle aste;
            corso di investimento immobiliare
            vastgoedtraining; vastgoedcursus; vastgoedseminar; vastgoedopleiding; leren beleggen in vastgoed
            flipowanie; kurs inwestowania; szkolenie nieruchomości; szkolenie z nieruchomości; inwestowanie w nieruchomości""",
    ),
}
