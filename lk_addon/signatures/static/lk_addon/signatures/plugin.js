// Signing by the CryptoPro plug-in of the user's browser. Nothing is loaded from foreign hosts and nothing is evaluated:
// the extension itself brings the script that speaks with the plug-in, browsers let it past the page's own policy.
// All objects of the plug-in are asynchronous: a property is read by await and set by propset_<name>().

const PIECE = 3 * 1024 * 1024; // bytes; divisible by three, so that pieces in base64 join without padding
const ECHO = { request: "cadesplugin_echo_request", answer: "cadesplugin_loaded" };
const ECHO_EVERY = 300; // milliseconds
const SCRIPT = /url:((?:chrome|moz|safari|safari-web|ms-browser)-extension:\/\/[\w/.-]+\/nmcades_plugin_api\.js)$/;
const EXTENSIONS = [
  // of Chrome and what is built on it: the new one, the old one, Opera's
  "chrome-extension://pfhgbfnnjiafkhfdkmpiflachepdcjod/nmcades_plugin_api.js",
  "chrome-extension://iifchhfnnmpdbibifmljnfjhpififfog/nmcades_plugin_api.js",
  "chrome-extension://epebfcehmdedogndhlcacafjaacknbcm/nmcades_plugin_api.js",
];
const LOG_LEVELS = { LOG_LEVEL_DEBUG: 4, LOG_LEVEL_INFO: 2, LOG_LEVEL_ERROR: 1, current_log_level: 1 };

const OLDEST_PLUGIN = [2, 0, 13292]; // older ones do not know ГОСТ Р 34.11-2012 on every system
const OLDEST_CSP = [4, 0, 0]; // the first with ГОСТ Р 34.10-2012
const PROVIDER = 80; // PROV_GOST_2012_256
const CURRENT_USER_STORE = 2;
const MAXIMUM_ALLOWED = 2;
const BASE64_TO_BINARY = 1;
const CHAIN_EXCEPT_ROOT = 0;
const CADES_BES = 1;
// By the algorithm of the certificate's key: Стрибог of 256 and of 512 bits.
const DIGESTS = { "1.2.643.7.1.1.1.1": 101, "1.2.643.7.1.1.1.2": 102 };

const WORDS = {
  extension:
    "Не найдено расширение браузера «CryptoPro Extension for CAdES Browser Plug-in». Установите и включите его, " +
    "затем обновите страницу.",
  plugin:
    "Расширение есть, а сам «КриптоПро ЭЦП Browser plug-in» не отвечает. Установите его на этот компьютер и " +
    "перезапустите браузер.",
  oldPlugin: "Версия «КриптоПро ЭЦП Browser plug-in» устарела. Обновите его до текущей и перезапустите браузер.",
  csp: "Не найдена программа «КриптоПро CSP». Установите её и перезапустите браузер.",
  oldCsp: "Версия «КриптоПро CSP» не знает ГОСТ Р 34.10-2012. Обновите её до 4.0 или новее.",
  store: "Хранилище сертификатов не открылось. Перезапустите браузер; если не помогло, переустановите «КриптоПро CSP».",
  certificates:
    "Сертификатов для подписи на этом компьютере нет. Вставьте носитель (Рутокен, JaCarta) и установите " +
    "сертификат в «Личные» программой «КриптоПро CSP».",
  cancelled: "Вы отменили подписание. Ничего не подписано.",
  token: "Ключ подписи недоступен: носитель вынут или ключа на нём нет. Вставьте носитель и повторите.",
  pin: "Неверный ПИН-код. Проверьте раскладку и повторите: после нескольких ошибок носитель блокируется.",
  blocked: "Носитель заблокирован: ПИН-код слишком много раз введён неверно. Обратитесь к тому, кто выдал носитель.",
  licence: "Срок лицензии «КриптоПро CSP» истёк. Продлите лицензию и повторите.",
  chain:
    "На этом компьютере не установлены сертификаты удостоверяющего центра, который выдал вашу подпись. Установите " +
    "их (корневой — в «Доверенные корневые центры») и повторите.",
  other: "Программа подписи сообщила об ошибке. Повторите; если не поможет, пройдите «Проверку электронной подписи».",
};

// Codes of Windows by which the plug-in tells why; it gives the same ones on Linux and macOS.
const REASONS = {
  cancelled: ["8010006E", "800704C7", "000004C7", "80090036", "80070005"],
  token: ["8009000D", "80090016", "8010000C", "80100069", "80100017", "8010001D", "80100009", "8010002E", "8009001A"],
  pin: ["8010006B"],
  blocked: ["8010006C"],
  csp: ["80090014", "80090017", "80090019"],
  licence: ["8007065B"],
  chain: ["800B010A", "800B0109"],
};

export class PluginError extends Error {
  constructor(kind, detail = "") {
    super(WORDS[kind]);
    this.kind = kind;
    this.detail = detail; // the code or the version, for those who help
  }
}

// Returns the PluginError of whatever the plug-in threw: its errors are objects or texts with a code at the end.
function explained(error, otherwise = "other") {
  if (error instanceof PluginError) return error;
  const said = String(error?.message ?? error ?? "");
  const code = said.match(/0x([0-9a-f]{8})/i)?.[1].toUpperCase() ?? "";
  const kind = Object.keys(REASONS).find((name) => REASONS[name].includes(code)) ?? otherwise;
  return new PluginError(kind, code && `0x${code}`);
}

function within(milliseconds, promise, kind) {
  let timer;
  const late = new Promise((resolve, reject) => {
    timer = setTimeout(() => reject(new PluginError(kind)), milliseconds);
  });
  return Promise.race([promise, late]).finally(() => clearTimeout(timer));
}

// Asks the extension whether it is there, again and again: it may wake up after the page.
function echo(milliseconds) {
  let timer, listen;
  const heard = new Promise((resolve) => {
    listen = ({ source, data }) => {
      if (source === window && typeof data === "string" && data.startsWith(ECHO.answer)) resolve(data);
    };
    addEventListener("message", listen);
    const ask = () => postMessage(ECHO.request, location.origin);
    timer = setInterval(ask, ECHO_EVERY);
    ask();
  });
  return within(milliseconds, heard, "extension").finally(() => {
    clearInterval(timer);
    removeEventListener("message", listen);
  });
}

function load(address) {
  return new Promise((resolve, reject) => {
    const script = document.createElement("script");
    script.addEventListener("load", resolve);
    script.addEventListener("error", () => reject(new PluginError("extension")));
    script.src = address;
    document.head.append(script);
  });
}

// Waits for the extension. Throws PluginError "extension".
export async function findExtension(milliseconds = 4000) {
  if (window.cpcsp_chrome_nmcades) return;
  const told = (await echo(milliseconds)).match(SCRIPT)?.[1];
  if (window.cpcsp_chrome_nmcades) return;
  window.cadesplugin ??= { ...LOG_LEVELS }; // the extension's script reads its levels of logging there
  for (const address of told ? [told] : EXTENSIONS) {
    await load(address).catch(() => {});
    if (window.cpcsp_chrome_nmcades) return;
  }
  throw new PluginError("extension");
}

function parts(version) {
  return version.match(/\d+/g)?.slice(0, 3).map(Number) ?? [];
}

function isOlder(version, oldest) {
  const numbers = parts(version);
  const place = oldest.findIndex((number, at) => (numbers[at] ?? 0) !== number);
  return place >= 0 && (numbers[place] ?? 0) < oldest[place];
}

async function told(version) {
  if (typeof version !== "object") return String(version);
  return [await version.MajorVersion, await version.MinorVersion, await version.BuildVersion].join(".");
}

// Returns { plugin, version }. Throws PluginError "plugin", "oldPlugin".
export async function openPlugin(milliseconds = 10000) {
  const open = async () => {
    const plugin = await window.cpcsp_chrome_nmcades.CreatePluginObject();
    const about = await plugin.CreateObjectAsync("CAdESCOM.About");
    return { plugin, version: await told(await about.PluginVersion) };
  };
  const opened = await within(milliseconds, open(), "plugin").catch((error) => {
    throw explained(error, "plugin");
  });
  if (isOlder(opened.version, OLDEST_PLUGIN)) throw new PluginError("oldPlugin", opened.version);
  return opened;
}

// Returns the version of КриптоПро CSP. Throws PluginError "csp", "oldCsp".
export async function cspVersion(plugin) {
  try {
    const about = await plugin.CreateObjectAsync("CAdESCOM.About");
    const version = await told(await about.CSPVersion("", PROVIDER));
    if (isOlder(version, OLDEST_CSP)) throw new PluginError("oldCsp", version);
    return version;
  } catch (error) {
    throw explained(error, "csp");
  }
}

const FIELDS = {
  commonName: ["CN", "2.5.4.3"],
  surname: ["SN", "2.5.4.4"],
  givenNames: ["G", "GN", "2.5.4.42"],
  organisation: ["O", "2.5.4.10"],
  inn: ["ИНН", "INN", "1.2.643.3.131.1.1"],
  companyInn: ["ИННЮЛ", "ИНН ЮЛ", "INNLE", "INN LE", "1.2.643.100.4"],
  ogrn: ["ОГРН", "OGRN", "1.2.643.100.1"],
};

// Reads «CN="ООО ""Пример""", SN=Образцов»: the same field has other names on other systems.
function fieldsOf(subject) {
  const found = {};
  for (const [, name, quoted, plain] of subject.matchAll(/(?:^|,)\s*([^=,"]+?)\s*=\s*(?:"((?:[^"]|"")*)"|([^,]*))/g)) {
    const field = Object.keys(FIELDS).find((key) => FIELDS[key].includes(name.toUpperCase().replace(/^OID\./, "")));
    if (field) found[field] ??= (quoted?.replaceAll('""', '"') ?? plain).trim();
  }
  return found;
}

function ownerOf(subject) {
  const fields = fieldsOf(subject);
  let { inn = "", companyInn = "" } = fields;
  if (!companyInn && fields.ogrn && inn.length === 12 && inn.startsWith("00")) [inn, companyInn] = ["", inn.slice(2)];
  return {
    name: [fields.surname, fields.givenNames].filter(Boolean).join(" ") || fields.commonName || subject,
    organisation: fields.organisation ?? "",
    inn,
    companyInn: companyInn.length === 12 ? companyInn.replace(/^00/, "") : companyInn,
  };
}

async function described(row) {
  const subject = await row.SubjectName;
  const key = await row.PublicKey();
  const algorithm = await (await key.Algorithm).Value;
  const [from, to] = [new Date(await row.ValidFromDate), new Date(await row.ValidToDate)];
  const now = new Date();
  return {
    row,
    ...ownerOf(subject),
    thumbprint: await row.Thumbprint,
    from,
    to,
    hasKey: Boolean(await row.HasPrivateKey().catch(() => false)),
    digest: DIGESTS[algorithm] ?? null,
    isExpired: to < now,
    isEarly: from > now,
  };
}

// Why the certificate cannot be chosen, in Russian; nothing where it can.
export function refusalOf(certificate) {
  if (certificate.isExpired) return "срок действия истёк";
  if (certificate.isEarly) return "срок действия ещё не начался";
  if (!certificate.digest) return "не по ГОСТ Р 34.10-2012, такая подпись не принимается";
  if (!certificate.hasKey) return "ключ недоступен: вставьте носитель и обновите список";
  return "";
}

// Returns the personal certificates, those that may be chosen first. Throws PluginError "store", "certificates".
export async function certificatesOf(plugin) {
  const found = [];
  try {
    const store = await plugin.CreateObjectAsync("CAdESCOM.Store");
    await store.Open(CURRENT_USER_STORE, "My", MAXIMUM_ALLOWED);
    const rows = await store.Certificates;
    const count = await rows.Count;
    for (let place = 1; place <= count; place += 1) {
      const one = await described(await rows.Item(place)).catch(() => null); // one that cannot be read hides no other
      if (one) found.push(one);
    }
    await store.Close();
  } catch (error) {
    throw explained(error, "store");
  }
  if (!found.length) throw new PluginError("certificates");
  return found.sort((one, other) => Boolean(refusalOf(one)) - Boolean(refusalOf(other)) || other.to - one.to);
}

function inBase64(blob) {
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.addEventListener("load", () => resolve(reader.result.slice(reader.result.indexOf(",") + 1)));
    reader.addEventListener("error", () => reject(reader.error));
    reader.readAsDataURL(blob);
  });
}

// Returns the detached CAdES-BES of the Blob in base64; progress(share) is told from 0 to 1 while it is hashed.
// Throws PluginError for what the plug-in says, DOMException where the bytes cannot be read or signal is aborted.
export async function sign({ plugin, certificate, blob, progress = () => {}, signal }) {
  const call = (promise) =>
    promise.catch((error) => {
      throw explained(error);
    });
  const hashed = await call(plugin.CreateObjectAsync("CAdESCOM.HashedData"));
  await call(hashed.propset_Algorithm(certificate.digest));
  await call(hashed.propset_DataEncoding(BASE64_TO_BINARY));
  for (let start = 0; start < blob.size; start += PIECE) {
    signal?.throwIfAborted();
    const piece = await inBase64(blob.slice(start, start + PIECE));
    await call(hashed.Hash(piece));
    progress(Math.min((start + PIECE) / blob.size, 1));
  }
  signal?.throwIfAborted();
  const signer = await call(plugin.CreateObjectAsync("CAdESCOM.CPSigner"));
  await call(signer.propset_Certificate(certificate.row));
  await call(signer.propset_Options(CHAIN_EXCEPT_ROOT));
  const signed = await call(plugin.CreateObjectAsync("CAdESCOM.CadesSignedData"));
  return (await call(signed.SignHash(hashed, signer, CADES_BES))).replace(/\s+/g, "");
}
