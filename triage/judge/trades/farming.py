"""Farming and food: grown, kept, cooked and poured."""

from __future__ import annotations

from triage.judge.trades.trade import Trade

TRADES: dict[str, Trade] = {
    "farm-machinery": Trade(
        "farm machinery",
        common=False,
        words="""
            tractors; tractor; greenhouse; sprayers; polytunnel; combine harvester; farm machinery; agricultural machinery;
            irrigation system; milking machine; vineyard machinery; grape harvester; seed drill; grain dryer
            traktor; landmaschine; mähdrescher; gewächshaus; gewächshäuser; melkroboter; bewässerungsanlage
            tracteur; moissonneuse; pulvérisateur; machine agricole; matériel agricole; serres agricoles; matériel viticole
            cosechadora; invernadero; pulverizador; vendimiadora; maquinaria agrícola; sistemas de riego; tractores
            trator; colheitadeira; máquinas agrícolas; estufas agrícolas; alfaias agrícolas; sistemas de rega;
            sistemas de irrigação
            trattore; mietitrebbia; vendemmiatrice; atomizzatore; macchine agricole; serre agricole
            tractoren; landbouwmachine; melkrobot; kassenbouw; maaidorser; beregeningsinstallatie
            kombajny; szklarnie; opryskiwacze; ciągniki rolnicze; maszyny rolnicze; systemy nawadniania""",
    ),
    "crops-and-feed": Trade(
        "seeds, fertiliser and feed",
        common=False,
        words="""
            animal feed; fertiliser; npk; pesticide; herbicide; biostimulant; agrochemicals; crop protection; seed potatoes;
            feed additive; livestock feed; soil testing; compost supplier; urea 46
            düngemittel; pflanzenschutzmittel; saatgut; futtermittel; tierfutter; kraftfutter; bodenanalyse
            engrais; semences; produits phytosanitaires; alimentation animale; aliments pour bétail; analyse de sol;
            aliments pour animaux
            fertilizante; semillas; fitosanitarios; piensos; abonos; bioestimulante; alimentación animal
            sementes; rações; adubos; defensivos agrícolas; alimentação animal
            fertilizzante; sementi; fitofarmaci; mangimi; concime; biostimolante; agrofarmaci
            kunstmest; zaaizaad; gewasbescherming; veevoer; meststoffen; diervoeder; pootgoed
            nawozy; nasiona; pasze; biostymulatory; dodatki paszowe; środki ochrony roślin""",
    ),
    "animals": Trade(
        "animals and their keeping",
        common=False,
        words="""
            laboratory mice; lab mice; laboratory animals; horseboxes; beehives; equestrian; mouse models; knockout mice;
            transgenic mice; rodent cages; puppy for; pet food; horse feed; equine equipment
            labormäuse; versuchstiere; mausmodell; tiernahrung; heimtierbedarf; pferdezubehör; pferdefutter
            animalerie; chiots; équitation matériel; matériel équestre; assurance animaux; souris de laboratoire;
            animaux de laboratoire
            cachorros; equipos ecuestres; ratones de laboratorio; animales de laboratorio; comida para mascotas;
            productos para mascotas; accesorios para mascotas
            equipamento equestre; filhotes de; animais de laboratório; ratos de laboratório; ração para cães; produtos para animais;
            artigos para animais
            cuccioli; attrezzature equestri; animali da laboratorio; topi da laboratorio; cibo per animali; prodotti per animali
            proefdieren; laboratoriummuizen; muismodellen; diervoeding; dierbenodigdheden; ruitersport
            szczenięta; zwierzęta laboratoryjne; myszy laboratoryjne; karma dla; artykuły zoologiczne; sprzęt jeździecki""",
    ),
    "foodstuffs": Trade(
        "foodstuffs",
        common=False,
        words="""
            olive oil; icumsa; cashews; confectionery; sunflower oil; frozen chicken; chicken feet; basmati rice; cashew nuts;
            dried fruit; spices exporter; food ingredients; organic food; dairy products
            sonnenblumenöl; olivenöl; tiefkühlware; lebensmittelgrosshandel; trockenfrüchte; lebensmittelzusatzstoffe; milchpulver
            épices; confiserie; huile d'olive; produits surgelés; fruits secs; riz basmati; ingrédients alimentaires
            especias; mariscos; conservas; azafrán; productos congelados; frutos secos; ingredientes alimentarios
            azeite; especiarias; bacalhau; marisco; produtos congelados; frango congelado; ingredientes alimentares
            spezie; salumi; tartufi; conserve; olio d'oliva; prodotti surgelati
            zonnebloemolie; olijfolie; diepvriesproducten; levensmiddelen; specerijen; zuivelproducten
            mrożonki; przyprawy; bakalie; słodycze; olej słonecznikowy; artykuły spożywcze""",
    ),
    "wine-trade": Trade(
        "wine and drinks",
        common=False,
        words="""
            wine importer; wine importers; champagne; sommelier; craft beer; spirits distributor; whisky distillery; winery tours;
            beer supplier; tasting room; wine and spirits; import your wines; spirits importer; winery software
            weinimporteur; weinhandel; weinexport; weinhändler; weinvertrieb; weinmesse; spirituosen
            caviste; spiritueux; œnotourisme; importateur de vin; salon des vins; négociant en vins; foire aux vins
            enoturismo; bodega y; bebidas espirituosas; cerveza artesanal; importador de vino; vinos y licores; feria del vino
            garrafeira; cerveja artesanal; importador de vinho; vinhos e espirituosas; feira de vinhos; distribuidor de vinho;
            exportação de vinhos
            enoteca; birra artigianale; export vino; guida dei vini; importatore di vino; vini e distillati
            wijnimporteur; wijnhandel; wijnbeurs; gedistilleerd; wijnhandelaar; wijnproeverij
            enoturystyka; importer win; targi win; dystrybutor win; alkohole mocne; piwo rzemieślnicze""",
    ),
    "catering-equipment": Trade(
        "equipment for kitchens and restaurants",
        common=False,
        words="""
            restaurant equipment; tableware; crockery; cutlery; barware; haccp; catering equipment; commercial kitchen;
            restaurant supplies; delivery platform; hotel supplies; cold rooms; ice machine; menu printing
            gastronomiebedarf; grossküchentechnik; gastronomieeinrichtung; hotelbedarf; gastrobedarf; kühlzelle; kühlhaus
            équipement chr; cuisine professionnelle; matériel de cuisine; chambres froides; chambre froide; vaisselle jetable;
            fournitures hôtelières
            hostelería; vajilla; menaje; equipamiento hostelero; cocina industrial; cámaras frigoríficas; amenities para
            equipamento hoteleiro; cozinha industrial; câmaras frigoríficas; louça para; amenities de; descartáveis para;
            hotelaria e restauração
            stoviglie; attrezzature ristorazione; forniture alberghiere; cucina professionale; celle frigorifere; linea cortesia
            horecaapparatuur; grootkeuken; koelcel; hotelbenodigdheden; hotelartikelen; bezorgplatform
            wyposażenie gastronomii; sprzęt gastronomiczny; meble hotelowe; komory chłodnicze; zastawa stołowa; kosmetyki hotelowe""",
    ),
}
