"""Industry: made, moved and measured."""

from __future__ import annotations

from triage.judge.trades.trade import Trade

TRADES: dict[str, Trade] = {
    "machining": Trade(
        "turned and milled parts",
        common=False,
        words="""
            cnc machining; turned parts; deburring; anodizing; machined parts; subcontract machining; machining service;
            sheet metal; metal stamping; contract manufacturing; surface treatment; wire edm; gear cutting; powder coating
            drehteile; cnc teile; drehteil; frästeil; lohnfertigung; lohnfertiger; zerspanung
            décolletage; tôlerie; chaudronnerie; usinage de précision; pièces usinées; découpe laser; impression 3d
            mecanizado; calderería; estampación; decoletaje; piezas mecanizadas; corte láser; subcontratación industrial
            usinagem; maquinação; caldeiraria; estamparia; metalomecânica; peças usinadas; corte a laser
            tornitura; fresatura; torneria; lavorazione meccaniche; minuteria metalliche; carpenteria metallica
            draaiwerk; freeswerk; verspaning; verspanende; plaatwerk; draaidelen
            obróbka skrawaniem; obróbka cnc; detale toczone; toczenie cnc; części toczone; usługi tokarskie""",
    ),
    "metals": Trade(
        "bars, steel and metals",
        common=False,
        words="""
            steel pipes; brass rods; rebar; galvanized; tungsten; bar stock; brass bar; stainless steel; steel coils; iron ore;
            non ferrous; metal prices; ferro alloys; steel stockholder
            messingstangen; stangenmaterial; edelstahl; stahlhandel; rundstahl; automatenstahl; aluminiumprofile
            barres de laiton; acier inoxydable; profilés aluminium; aciers spéciaux; tôles d'acier; tubes acier; négoce de métaux
            barras de latón; acero inoxidable; aceros especiales; perfiles de aluminio; chapas de acero; almacén de acero;
            metales no férreos
            vergalhão; aço inox; aço inoxidável; barras de latão; perfis de alumínio; chapas de aço; distribuidor de aço
            laminati; trafilati; barre di ottone; acciaio inox; acciai speciali; commercio metalli
            staafmateriaal; staalhandel; stafmateriaal; staalprijzen; plaatstaal; messing staf
            pręty mosiężne; stal nierdzewna; wyroby stalowe; profile aluminiowe; blachy stalowe; metale kolorowe""",
    ),
    "cutting-tools": Trade(
        "cutting tools and coolants",
        common=False,
        words="""
            cutting tools; lubricants; abrasives; collets; cutting tool; carbide inserts; coolant filter; end mills; drill bits;
            tool holders; indexable inserts; cnc tooling; metalworking fluid; tool catalogue
            zerspanungswerkzeug; wendeschneidplatten; hartmetallwerkzeuge; kühlschmierstoff; schneidwerkzeug; fräswerkzeuge;
            schneidöl
            abrasifs; outils de coupe; plaquettes carbure; lubrifiants industriels; outillage professionnel; huile de coupe;
            fluide de coupe
            taladrina; abrasivos; herramientas de corte; lubricantes industriales; plaquitas de metal; fluidos de corte;
            fresas de metal
            lubrificantes; ferramentaria; ferramentas de corte; pastilhas de metal; óleo de corte; ferramentas elétricas;
            óleos de corte
            lubrorefrigerante; lubrificanti; abrasivi; utensili da taglio; olio da taglio; inserti in metallo
            snijgereedschap; verspaningsgereedschap; wisselplaten; koelvloeistof; hardmetalen; smeermiddelen
            chłodziwo; elektronarzędzia; narzędzia skrawające; płytki skrawające; frezy węglikowe; smary i""",
    ),
    "machinery": Trade(
        "machines, new and used",
        common=False,
        words="""
            used machines; used machinery; machine tools; cobot; forklift; compressors; conveyor; excavator; bulldozer; palletizer;
            used machine; machinery supplier; cnc lathe; bar feeder
            gebrauchtmaschine; werkzeugmaschine; drehmaschine; fräsmaschine; gabelstapler; roboterzelle; industrieroboter
            convoyeur; rayonnage; transpalette; nacelles; palettiseur; machine outil; chariot élévateur
            transpaletas; embotelladora; excavadora; máquina herramienta; carretilla elevadora; robot industrial; compresor de aire
            empilhador; empilhadeira; estanteria; maquinaria; escavadora; retroescavadeira; máquina ferramenta
            scaffalatura; muletti; imbottigliatrice; transpallet; macchina utensili; macchinari usati
            heftruck; verpakkingsmachine; draaibank; freesmachine; cobotcel; robotcel
            obrabiarki; tokarki; frezarki; coboty; kompresory; sprężarki""",
    ),
    "boilers": Trade(
        "steam boilers",
        common=False,
        words="""
            steam boilers; steam boiler; industrial boiler; boiler manufacturer; biomass boiler; heat exchanger; pressure vessel;
            cooling towers; industrial ovens; burner for; thermal oil heater; hot water boilers; hot water boiler;
            wood pellets boiler
            dampfkessel; dampferzeuger; industriekessel; heizkessel; kesselanlage; wärmetauscher; kesselbau
            chaudière vapeur; échangeur de chaleur; fours industriels; brûleurs industriels; générateur de vapeur;
            tours de refroidissement; chaudière à vapeur
            caldera de vapor; hornos industriales; quemadores industriales; generador de vapor; intercambiador de calor;
            caldera industrial; generadores de vapor
            caldeira a vapor; fornos industriais; gerador de vapor; permutador de calor; trocador de calor; caldeira industriais;
            geradores de vapor
            caldaia a vapore; forni industriali; bruciatori industriali; generatore di vapore; scambiatore di calore;
            caldaia industriale
            stoomketel; stoomgenerator; warmtewisselaar; ketelhuis; stoominstallatie; industriële ketel
            kocioł parowy; kotły parowe; wytwornica pary; wymienniki ciepła; piece przemysłowe; generator pary""",
    ),
    "castings-and-moulds": Trade(
        "castings and moulds",
        common=False,
        words="""
            foundry; forging; thermoforming; die casting; injection mould; mould maker; mold maker; plastic parts; tooling and;
            extrusion profiles; blow moulding; prototype moulds; vacuum casting; lost wax
            gussteil; druckguss; spritzguss; formenbau; kunststoffteile; giesserei; schmiedeteile
            fonderie; plasturgie; moulistes; moule d'injection; injection plastique; pièces plastiques; moulage par injection
            forja; matricería; fundición a presión; piezas fundidas; moldes de inyección; inyección de plástico;
            fundición de aluminio
            forjados; fundição injetada; peças plásticas; moldes de injeção; injeção de plástico; indústria de moldes;
            fundição de alumínio
            fonderia; pressofusione; microfusione; stampi per; stampaggio plastica; fusioni in
            gieterij; spuitgieten; matrijzen; gietstuk; smeedstukken; gietwerk
            odlewy; odkuwki; wtrysk; wtryskownia; formy wtryskowe; tworzywa sztuczne""",
    ),
    "rubber-and-silicone": Trade(
        "rubber and silicone",
        common=False,
        words="""
            silicone parts; rubber compounds; epdm; rubber parts; o rings; nitrile rubber; liquid silicone; sealing rings;
            tyres wholesale; truck tyres; tires wholesale; truck tires; rubber to metal; seals and gaskets
            silikonteile; gummiteile; gummidichtung; dichtungen; silikonform; silikonkautschuk; gummimischung
            pièces en caoutchouc; joints toriques; caoutchouc industriel; silicone liquide; pneus poids; mélanges de caoutchouc;
            pièces en silicone
            juntas tóricas; silicona líquida; caucho industrial; mangueras de; piezas de caucho; compuestos de caucho;
            neumáticos al por
            juntas de borracha; borracha industrial; vedantes industriais; silicone líquido; peças de borracha; pneus por atacado;
            borracha de silicone
            mescole; guarnizione industriali; o ring; gomma siliconica; pneumatici all'ingrosso; silicone liquido
            afdichtingen; pakkingen; rubbermengsels; rubber onderdelen; siliconen onderdelen; o ringen
            uszczelki; oringi; wyroby gumowe; elementy gumowe; mieszanki gumowe; silikon przemysłowy""",
    ),
    "circuit-boards": Trade(
        "circuit boards and their assembly",
        common=False,
        words="""
            circuit boards; pcb; pcba; circuit board; smt assembly; turnkey assembly; electronic manufacturing; ems provider;
            wire harness; cable assembly; box build; printed circuit; bga rework; emc testing
            leiterplatte; leiterplattenfertigung; platinenbestückung; elektronikfertigung; kabelkonfektion;
            bestückungsdienstleister; elektronikdienstleister
            circuits imprimés; circuit imprimé; assemblage de cartes; cartes électroniques; câblage électronique; essais cem;
            sous traitance électronique
            circuito impreso; fabricación electrónica; ensamblaje electrónico; ensayos emc; cableados eléctricos;
            placas de circuito; circuito impresos
            circuitos impressos; montagem de placas; ensaios emc; placa de circuito; fabrico de eletrónica; fabricação de placas;
            montagem smt
            cablaggi; circuito stampato; assemblaggio schede; schede elettroniche; montaggio smt; produzione elettronica
            printplaten; printplaat; printassemblage; elektronicaproductie; kabelassemblage; elektronicafabrikant
            płytki drukowane; obwody drukowane; montaż smt; produkcja elektroniki; wiązki kablowe; badania emc""",
    ),
    "electronic-components": Trade(
        "electronic components",
        common=False,
        words="""
            electronic components; microcontroller; capacitors; resistors; mlcc; oscilloscope; electronic component;
            semiconductor distributor; excess stock; chip broker; battery packs; lithium battery; lcd modules; display modules
            elektronikbauteile; halbleiter; mikrocontroller; bauteilebeschaffung; entwicklungsboard; logikanalysator; oszilloskop
            semiconducteurs; microcontrôleur; connectique; composants électroniques; semi conducteurs; analyseur logique;
            alimentations électriques
            semiconductores; microcontrolador; osciloscopio; conectores; componentes electrónicos; componentes obsoletos;
            analizador lógico
            semicondutores; osciloscópio; componentes eletrónicos; analisador lógico; placa de desenvolvimento; baterias de lítio;
            fontes de alimentação
            semiconduttori; microcontrollore; oscilloscopio; alimentatori; connettori; componenti elettronici
            elektronicacomponenten; halfgeleider; ontwikkelbord; oscilloscopen; componentendistributeur; elektronische componenten
            półprzewodniki; mikrokontrolery; oscyloskop; zasilacze; podzespoły elektroniczne; komponenty elektroniczne""",
    ),
    "instruments": Trade(
        "sensors and measuring instruments",
        common=False,
        words="""
            level sensors; data loggers; datalogger; hydrometry; flowmeter; telemetry; adcp; lidar; metrology; thermometers;
            lorawan; spectrometer; instrumentation; waders
            füllstandssensor; drucksensor; messgerät; messtechnik; sensorhersteller; pegelsonde; pegelsensor
            débitmètre; étalonnage; métrologie; limnimètre; télémétrie; hydrométrie; capteur de niveau
            caudalímetro; metrología; básculas; telemetría; instrumentación; sensor de nivel; estaciones meteorológicas
            metrologia; balanças; telemetria; instrumentação; sensor de nível; estações meteorológicas; medidor de nível
            strumentazione; idrometro; sensore di livello; stazione meteo; bilance industriali; strumento di misura
            niveausensor; druksensor; waterstandsensor; meetinstrument; meetapparatuur; debietmeter
            przepływomierze; kalibracja; czujniki poziomu; przyrządy pomiarowe; urządzenia pomiarowe; rejestratory danych""",
    ),
    "pumps-and-valves": Trade(
        "pumps, valves and spare parts",
        common=False,
        words="""
            gearbox; generators; gensets; solvents; adhesives; water pump; valve manufacturer; ball valves; ball bearings;
            electric motors; filter elements; filtration systems; pipe fittings; auto parts
            armaturen; kugellager; wälzlager; elektromotoren; autoteile; dieselgenerator; stromaggregat
            robinetterie; visserie; boulonnerie; réducteurs; pompes industrielles; roulements à billes; moteurs électriques
            válvulas; rodamientos; tornillería; recambios; bombas de agua; tornillos y; motores eléctricos
            rolamentos; autopeças; bombas de água; parafusos e; motores elétricos; peças de reposição; geradores a diesel
            cuscinetti; viteria; bulloneria; riduttori; collanti; motoriduttori
            afsluiters; kogellagers; bevestigingsmaterialen; reserveonderdelen; stroomaggregaten; aggregaten
            łożyska; motoreduktory; pompy wodne; zawory kulowe; elementy złączne; silniki elektryczne""",
    ),
    "packaging": Trade(
        "packaging",
        common=False,
        words="""
            packaging supplier; cardboard boxes; pallets; corrugated boxes; bubble wrap; pallet supplier; stretch film; shrink wrap;
            void fill; paper bags; adhesive tape; custom labels; packing tape; tin cans
            verpackungsmaterial; verpackungen; versandkarton; kartonagen; wellpappe; faltschachtel; luftpolsterfolie
            calage; emballage carton; cartons d'emballage; caisses carton; papier bulle; film étirable; sacs papier
            palets; embalaje de cartón; cajas de cartón; film estirable; bolsas de papel; etiquetas adhesivas; cinta adhesiva
            paletes; embalagens de cartão; plástico bolha; filme estirável; sacolas personalizadas; etiquetas adesivas;
            fita adesiva
            pluriball; bancali; scatolificio; astucci; imballaggio in cartone; scatole in cartone
            verpakkingsmateriaal; verpakkingen; verzenddozen; noppenfolie; wikkelfolie; opvulmateriaal
            wypełniacze; opakowania kartonowe; kartony klapowe; folia bąbelkowa; palety drewniane; tektura falista""",
    ),
    "glass-bottles": Trade(
        "bottles and closures",
        common=False,
        words="""
            glass bottles; wine bottles; corks; barrels; cooperage; oenological; enological; oenology; wirehoods; glass bottle;
            glass packaging; natural cork; cork stoppers; screw caps
            glasflasche; weinflasche; flaschenhersteller; korken; naturkorken; korkenhersteller; schraubverschlüsse
            verrerie; verrier; barriques; tonnellerie; œnologique; œnologie; tonnelier
            corcho; barricas; tonelería; enológico; botellas de vidrio; tapones técnicos; cápsulas para
            rolhas; cortiça; tanoaria; garrafas de vidro; rótulos de vinho; barris de carvalho; frascos de vidro
            sughero; vetreria; barrique; enologica; tonneaux; gabbiette
            wijnfles; kurken; wijnvaten; schroefdoppen; wijnetiketten; wijnkurken
            słoiki; zakrętki; kapsle; enologiczne; butelki szklane; korki naturalne""",
    ),
    "textiles": Trade(
        "garments and textiles",
        common=False,
        words="""
            zipper; yarn; denim; stocklots; umbrellas; garment manufacturer; apparel manufacturer; clothing manufacturer;
            textile manufacturer; fabric supplier; cotton fabric; bed linen; knitwear manufacturer; home textiles
            textilhersteller; bekleidungshersteller; reissverschluss; reissverschlüsse; garne; bettwäsche; handtücher
            confection textile; tissus d'ameublement; fermetures éclair; linge de lit; textile professionnel; usine textile;
            fils textiles
            telas; cremalleras; toallas; hilados; confección textil; textil hogar; tejidos para
            tecidos; toalhas; malhas; zíperes; confecção têxtil; têxteis lar; fechos éclair
            asciugamani; filati; tessile; maglieria; passamaneria; tessuti per
            kledingfabrikant; textiel; stoffengroothandel; ritssluitingen; beddengoed; handdoeken
            szwalnia; tekstylia; dzianiny; krawieckie; producent odzieży; tkaniny na""",
    ),
    "leather": Trade(
        "leather goods",
        common=False,
        words="""
            leather goods; tannery; cowhide; rawhides; saddle; genuine leather; finished leather; shoe factory;
            footwear manufacturer; wet blue; upholstery leather; handbags wholesale; harness maker; full grain leather
            lederwaren; lederhersteller; ledergürtel; lederjacken; gerberei; ledertaschen; schuhhersteller
            maroquinerie; tannerie; sellerie; cuirs et; articles en cuir; vestes en cuir; sacs en cuir
            marroquinería; curtiduría; curtidos; talabartería; guarnicionería; artículos de piel; chaquetas de cuero
            marroquinaria; curtume; couros; selaria; artigos de couro; fábrica de calçado; bolsas de couro
            pelletteria; conceria; calzaturificio; selleria; cuoio; pellami
            leerlooierij; schoenenfabriek; zadelmakerij; leerwaren; lederwaar; lederen tassen
            garbarnia; rymarstwo; kaletnictwo; wyroby skórzane; galanteria skórzana; torebki skórzane""",
    ),
    "ceramics": Trade(
        "kilns, clay and glazes",
        common=False,
        words="""
            kiln; frits; kaolin; refractory; feldspar; glaze supplier; pottery supplies; ceramic fibre; clay supplier;
            stoneware clay; alumina ceramic; technical ceramics; industrial ceramics; porcelain factory
            brennofen; brennöfen; keramikbedarf; töpferbedarf; töpferton; glasuren; ofensteuerung
            carrelage; réfractaire; four à céramique; argile pour; émaux céramiques; céramique technique; grès et
            arcilla; fritas; azulejos; refractario; horno cerámico; esmalte cerámicos; pastas cerámicas
            argila; vidrados; refratários; forno cerâmico; esmaltes cerâmicos; pastas cerâmicas; cerâmica técnica
            argilla; piastrelle; refrattari; cristalline; ingobbi; forno per ceramica
            keramiekoven; pottenbakkersoven; glazuurgrondstoffen; kleileverancier; ovenregelaar; draaischijven
            szkliwa; piece ceramiczne; glina ceramiczna; koło garncarskie; ceramika techniczna; surowce ceramiczne""",
    ),
    "drones": Trade(
        "drones and aerial surveys",
        common=False,
        words="""
            drone; uav; geospatial; photogrammetry; aerial survey; satellite imagery; gis data; lidar survey; remote sensing;
            digital elevation; bathymetric survey; map tiles; mapping services; elevation models
            drohne; drohnenvermessung; luftbild; satellitendaten; satellitenbilder; geodaten; vermessungsbüro
            télépilote; photogrammétrie; bathymétrie; images satellite; imagerie satellite; données géospatiales;
            prises de vue aériennes
            topografía; fotogrametría; cartografía; teledetección; batimetría; imágenes aéreas; datos geoespaciales
            geoprocessamento; fotogrametria; aerofotogrametria; topografia; batimetria; imagens aéreas; dados geoespaciais
            droni; fotogrammetria; telerilevamento; cartografia; riprese aeree; immagini satellitari
            droneinspectie; luchtfoto's; satellietbeelden; satellietdata; geodata; landmeten
            drony; geodezja; batymetria; ortofotomapa; zdjęcia lotnicze; dane satelitarne""",
    ),
    "freight": Trade(
        "freight and customs",
        common=False,
        words="""
            freight forwarding; ltl; ftl; haulage; groupage; 40hq; 40ft; nvocc; fcl; lcl; drayage; air freight; container shipping;
            customs clearance
            spedition; luftfracht; seefracht; zollabwicklung; zollagentur; containertransport; stückgut
            transitaire; dédouanement; affrètement; fret aérien; transport routier; lots complets; logistique internationale
            transitario; flete; grupaje; transporte de mercancías; carga completa; logística internacional; trámites aduaneros
            transitário; despachante; grupagem; desalfandegamento; transporte de mercadorias; frete marítimo; desembaraço aduaneiro
            spedizioniere; sdoganamento; autotrasporto; trasporto merci; operazioni doganali; spedizioni marittime
            expediteur; luchtvracht; zeevracht; douaneafhandeling; containervervoer; wegtransport
            spedycja; drobnica; ładunki; fracht morski; transport międzynarodowy; odprawa celna""",
    ),
    "sourcing": Trade(
        "goods and sourcing from factories",
        common=False,
        words="""
            sourcing agent; moq; wholesalers; closeout; overstock; china manufacturer; factory price; oem odm; product sourcing;
            supplier from; exporter of; manufacturer of; canton fair; wholesale prices
            mindestbestellmenge; beschaffungsagentur; grosshandelspreis; restposten; herstellerkatalog; produktprüfung;
            sonderposten
            grossiste; destockage; déstockage; fabricant chinois; prix d'usine; quantité minimum; recherche distributeurs
            mayorista; fabricante chino; proveedor chino; pedido mínimo; buscamos distribuidores; distribuidores exclusivos;
            buscamos distribuidor
            atacadista; grossista; fabricante chinês; fornecedor chinês; procuramos distribuidores; representante comercial;
            quantidade mínima
            produttore cinese; fornitore cinese; prezzo di fabbrica; ordine minimo; cerchiamo distributori; cercasi agenti
            inkoopagent; fabrieksprijs; fabrieksprijzen; groothandelsprijs; groothandelsprijzen; restpartij
            hurtownia; producent z chin; agent zakupowy; ceny fabryczne; minimalne zamówienie; szukamy dystrybutorów""",
    ),
}
