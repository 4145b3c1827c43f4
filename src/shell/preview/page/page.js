// Keeps the page up to date and says what is wrong with it. Everything that comes from documents is put in as text, never as markup.
(function(){
"use strict";
const doc=document,kinds=["site","problems","trouble"];
const meta=name=>(doc.querySelector(`meta[name="clausebook-${name}"]`)||{}).content||"";
const here=()=>decodeURI(location.pathname).slice(1)||"index.html";
let site=null,trouble=null,report=null,connected=false;

// ---- events
function direct(){
  const source=new EventSource("/@preview/events");
  for(const kind of kinds)source.addEventListener(kind,event=>hear({kind,text:event.data}));
  source.onopen=()=>hear({kind:"open"});
  source.onerror=()=>{
    hear({kind:"lost"});
    if(source.readyState===EventSource.CLOSED)setTimeout(direct,700);
  };
}
function connect(){
  if(!window.SharedWorker){direct();return;}
  try{
    const worker=new SharedWorker("/@preview/worker.js");
    worker.onerror=direct;
    worker.port.onmessage=event=>hear(event.data);
    addEventListener("pagehide",event=>{if(!event.persisted)worker.port.postMessage("bye");});
  }catch(error){direct();}
}
function hear(message){
  if(message.kind==="open"){connected=true;show();return;}
  if(message.kind==="lost"){connected=false;show();return;}
  connected=true;
  const said=JSON.parse(message.text);
  if(message.kind==="site")news(said);
  else if(message.kind==="problems")ask();
  else{trouble=said.text?said:null;show();}
}

// ---- the page
let busy=false,again=false,etag=`"${meta("page")}"`;
function news(next){
  const before=site;
  site=next;
  if(before&&before.tool!==next.tool){location.reload();return;}
  if(before&&before.styles!==next.styles)styles(next.styles);
  if(before&&before.scripts!==next.scripts){location.reload();return;}
  if(before&&before.files!==next.files)pictures(next.files);
  update();
}
async function update(){
  if(busy){again=true;return;}
  busy=true;
  try{
    do{again=false;await once();}while(again);
  }catch(error){
    // The server is away; the next message leads here again.
  }finally{busy=false;}
}
async function once(){
  const answer=await fetch(location.pathname+location.search,{cache:"no-store",headers:{"If-None-Match":etag}});
  if(answer.status===304)return;
  if(answer.redirected&&new URL(answer.url).pathname!==location.pathname){location.replace(answer.url+location.hash);return;}
  const gone=meta("page")==="none";
  if(answer.status!==200){
    if(!gone)location.reload();
    return;
  }
  const text=await answer.text(),fresh=gone?null:window.clausebookMorph.apply(text);
  if(!fresh){location.reload();return;}
  etag=answer.headers.get("ETag")||"";
  for(const node of fresh)node.dispatchEvent(new CustomEvent("clausebook:new",{bubbles:true}));
  doc.dispatchEvent(new CustomEvent("clausebook:updated"));
  mark();
}
function styles(version){
  for(const old of doc.querySelectorAll('link[rel="stylesheet"]')){
    const url=new URL(old.href);
    if(url.pathname.startsWith("/@preview/"))continue;
    url.searchParams.set("v",version);
    // The old one goes when the new one is there: the page is never without.

    fetch(url,{cache:"reload"}).then(()=>{old.href=url.href;},()=>{});
  }
}
function pictures(version){
  for(const image of doc.querySelectorAll("img[src]")){
    const url=new URL(image.src);
    if(url.origin!==location.origin)continue;
    url.searchParams.set("v",version);
    image.src=url.href;
  }
}

// ---- what is wrong
let asking=false,askAgain=false;
async function ask(){
  if(asking){askAgain=true;return;}
  asking=true;
  try{
    do{
      askAgain=false;
      const all=panel&&panel.open?"&all=1":"";
      const answer=await fetch(`/@preview/problems?page=${encodeURIComponent(here())}${all}`,{cache:"no-store"});
      if(answer.ok){report=await answer.json();show();mark();}
    }while(askAgain);
  }catch(error){
    // The server is away; the next message leads here again.
  }finally{asking=false;}
}
function make(name,className,...inside){
  const node=doc.createElement(name);
  if(className)node.className=className;
  node.append(...inside.filter(it=>it!==null&&it!==undefined&&it!==""));
  return node;
}
const ICONS={error:"M8 2.25 14.25 13.25H1.75zM8 6.5v3M8 11.25v.01",warning:"M8 2.25 14.25 13.25H1.75zM8 6.5v3M8 11.25v.01",
  note:"M8 1.75a6.25 6.25 0 1 0 0 12.5a6.25 6.25 0 1 0 0-12.5M8 7.25v3.75M8 5v.01"};
function icon(level){
  const svg=doc.createElementNS("http://www.w3.org/2000/svg","svg"),path=doc.createElementNS("http://www.w3.org/2000/svg","path");
  svg.setAttribute("viewBox","0 0 16 16");svg.setAttribute("class",`i ${level}`);svg.setAttribute("aria-hidden","true");
  path.setAttribute("d",ICONS[level]||ICONS.note);svg.append(path);
  return svg;
}
const plural=(n,word)=>`${n} ${word}${n===1?"":"s"}`;
function counts(of){
  const parts=["error","warning","note"].filter(it=>of[it]).map(it=>plural(of[it],it));
  return parts.length?parts.join(", "):"no problems";
}
// `code` in messages, as rules write it.
function words(text){
  return text.split(/(`[^`]+`)/).map(it=>it.length>2&&it[0]==="`"&&it.endsWith("`")?make("code","",it.slice(1,-1)):it);
}
function place(problem,text){
  const button=make("button","loc",text||`${problem.path}:${problem.line}:${problem.column}`);
  button.type="button";button.title="Open in the editor";
  button.addEventListener("click",()=>open(problem));
  return button;
}
async function open(problem){
  const query=new URLSearchParams({path:problem.path,line:problem.line,column:problem.column});
  let text;
  try{
    const answer=await fetch(`/@preview/open?${query}`,{cache:"no-store",headers:{"X-Clausebook-Token":meta("run")}});
    text=await answer.text();
    if(answer.ok&&/^[a-z][a-z0-9+.-]*:\/\//.test(text)){location.href=text;return;}
  }catch(error){text="The preview does not answer.";}
  say(text);
}

// ---- what is shown over the page
const host=make("div","");host.id="clausebook-preview";
const shadow=host.attachShadow({mode:"open"}),sheet=doc.createElement("link");
sheet.rel="stylesheet";sheet.href="/@preview/page.css";
const pill=make("button","pill"),bar=make("div","bar"),toast=make("div","toast"),overlay=make("dialog","err"),panel=make("dialog","panel");
pill.type="button";toast.setAttribute("role","status");bar.hidden=toast.hidden=true;
bar.setAttribute("role","region");bar.setAttribute("aria-label","Preview");
overlay.setAttribute("role","alertdialog");overlay.setAttribute("aria-labelledby","et");
panel.setAttribute("aria-label","What the preview found");
shadow.append(sheet,bar,pill,toast,overlay,panel);
let dismissed="";
overlay.addEventListener("close",()=>{dismissed=key();show();});
pill.addEventListener("click",()=>{panel.open?panel.close():(panel.show(),ask(),fill());});
panel.addEventListener("keydown",event=>{if(event.key==="Escape")panel.close();});

function say(text){
  toast.textContent=text.trim();toast.hidden=false;
  clearTimeout(say.timer);say.timer=setTimeout(()=>{toast.hidden=true;},6000);
}
function blocking(){
  if(trouble)return trouble.problems&&trouble.problems.length?trouble.problems:[{level:"error",message:trouble.text,help:trouble.help||""}];
  return report?report.blocking:[];
}
// Whether the page behind is an earlier one.
const isStale=bad=>Boolean(trouble)||bad.some(it=>it.stale);
const key=()=>JSON.stringify(blocking().map(it=>[it.path,it.line,it.message]));
function show(){
  const bad=blocking(),change=report&&report.change;
  pill.replaceChildren();
  pill.className="pill";
  if(!connected){pill.classList.add("lost");pill.append("Preview is away, waiting for it");}
  else if(report){
    const worst=["error","warning","note"].find(it=>report.counts[it]);
    if(worst)pill.append(icon(worst));
    pill.append(counts(report.counts));
    if(change&&change.uncommitted)pill.append(make("span","unc","not committed"));
  }else pill.append("Preview");
  const open=bad.length>0&&dismissed!==key();
  if(open){
    compose(bad);
    if(!overlay.open)overlay.showModal();
  }else if(overlay.open&&!bad.length)overlay.close();
  if(!bad.length)dismissed="";
  bar.hidden=!(bad.length&&!open);
  if(!bar.hidden){
    const again=make("button","btn","Show");
    again.type="button";again.addEventListener("click",()=>{dismissed="";show();});
    bar.replaceChildren(icon("error"),make("span","tx",make("b","",isStale(bad)?"This is the last good page.":"Nobody can work by this page."),` ${plain(bad[0].message)}`),bad[0].path?place(bad[0]):"",again);
  }
  if(panel.open)fill();
}
const plain=text=>text.replace(/`/g,"");
function compose(bad){
  const first=bad[0],rest=bad.slice(1).concat((report?report.here:[]).filter(it=>!bad.some(other=>other.path===it.path&&other.line===it.line&&other.message===it.message)));
  const title=make("h1","",isStale(bad)?"The preview could not be built":"Nobody can work by this page"),close=make("button","esc",make("kbd","","Esc"));
  title.id="et";close.type="button";close.setAttribute("aria-label","Show the last good page");
  close.addEventListener("click",()=>overlay.close());
  const head=make("header","",icon("error"),title,make("span","n",report&&!trouble?counts(report.counts):plural(bad.length,"error")),close);
  const body=make("div","b",make("h2","",...words(first.message)));
  if(first.path)body.append(make("p","locp",place(first,first.path),`, line ${first.line}, column ${first.column} `,make("span","muted",`· rule ${first.rule}`)));
  if(first.excerpt)body.append(frame(first.excerpt));
  const hints=make("dl","hlp");
  if(first.help)hints.append(make("dt","","Hint"),make("dd","",...words(first.help)));
  if(first.why)hints.append(make("dt","","Why"),make("dd","",...words(first.why)));
  if(hints.childNodes.length)body.append(hints);
  const list=make("ul","");
  for(const it of rest.slice(0,20))list.append(row(it));
  const copy=make("button","btn","Copy"),edit=make("button","btn pri",first.path?`Open line ${first.line}`:"Close");
  copy.type=edit.type="button";
  copy.addEventListener("click",()=>{
    const text=bad.map(it=>`${it.path||""}:${it.line||""}:${it.column||""}: ${it.message}`).join("\n");
    if(navigator.clipboard)navigator.clipboard.writeText(text).then(()=>say("Copied."),()=>say("The browser does not let it be copied."));
  });
  edit.addEventListener("click",()=>{if(first.path)open(first);else overlay.close();});
  const good=!isStale(bad)?"The page behind shows what could be read. ":site?`The page behind is the last good build, ${new Date(site.time).toLocaleTimeString()}. `:"";
  const foot=make("footer","",make("span","",`${good}It rebuilds when you save.`),make("span","r",copy,edit));
  overlay.replaceChildren(head,body,list.childNodes.length?make("div","more",list):"",foot);
}
function frame(excerpt){
  const box=make("div","frame");
  box.tabIndex=0;
  excerpt.lines.forEach((line,at)=>{
    const number=excerpt.first+at,hot=number===excerpt.hot;
    const row=make("div",hot?"hot":"",make("span","ln",String(number)));
    if(hot){
      const chars=Array.from(line),from=excerpt.from-1,to=Math.max(excerpt.to-1,excerpt.from);
      row.append(chars.slice(0,from).join(""),make("span","bad",chars.slice(from,to).join("")),chars.slice(to).join(""));
      box.append(row,make("div","hot",make("span","ln",""),make("span","car"," ".repeat(Math.max(from,0))+"^".repeat(Math.max(to-from,1)))));
    }else{row.append(line);box.append(row);}
  });
  return box;
}
function row(problem){
  return make("li","",icon(problem.level),make("span","m",...words(problem.message)),problem.path?place(problem):"");
}
function fill(){
  const close=make("button","esc",make("kbd","","Esc")),box=make("div","pb");
  close.type="button";close.setAttribute("aria-label","Close");close.addEventListener("click",()=>panel.close());
  const head=make("header","",make("h2","",report?counts(report.counts):"Preview"),close);
  if(report){
    const change=report.change;
    if(change&&change.uncommitted){
      const list=make("ul","need");
      for(const it of change.needs)list.append(make("li","",...words(it)));
      box.append(make("h3","","Not committed"),make("p","",...words(change.text)));
      if(change.needs.length)box.append(make("p","","Before it counts it needs:"),list);
      for(const [name,title] of [["commit","Show what differs from the last commit"],["force","Show what differs from the text in force"]]){
        if(!change[name])continue;
        const button=make("button","btn",title);
        button.type="button";button.addEventListener("click",()=>differences(name));
        box.append(button);
      }
    }
    if(report.here.length){
      const list=make("ul","");
      for(const it of report.here)list.append(row(it));
      box.append(make("h3","","On this page"),list);
    }
    if(report.all&&report.all.length){
      const list=make("ul","");
      for(const it of report.all)list.append(row(it));
      box.append(make("h3","","In the whole handbook"),list);
      if(report.more)box.append(make("p","muted",`and ${report.more} more`));
    }
    if(!report.counts.error&&!report.counts.warning&&!report.counts.note)box.append(make("p","","Nothing is wrong."));
    if(report.looking)box.append(make("p","muted",`Files are looked at again and again: ${report.looking}.`));
  }
  panel.replaceChildren(head,box);
}
function differences(name){location.href=`/@preview/changes?page=${encodeURIComponent(here())}&against=${name}`;}

// ---- beside the text
function mark(){
  for(const old of doc.querySelectorAll(".clausebook-found"))old.remove();
  if(!report)return;
  const blocks=window.clausebookMorph.blocks();
  for(const problem of report.here){
    let best=null;
    if(problem.body)for(const it of blocks)if(it.at<=problem.at&&(!best||it.at>=best.at))best=it;
    const note=make("aside",`clausebook-found ${problem.level}`,icon(problem.level),make("span","",...words(problem.message)),place(problem,`line ${problem.line}`));
    if(problem.help)note.title=plain(problem.help);
    if(best){
      let node=best.node;
      while(node.nextElementSibling&&node.nextElementSibling.classList.contains("clausebook-found"))node=node.nextElementSibling;
      if(/^(LI|TD|TH|DD|DT)$/.test(node.nodeName))node.append(note);
      else if(node.nodeName==="TR")(node.closest("table").parentNode.closest(".tw")||node.closest("table")).after(note);
      else node.after(note);
    }else{
      const top=doc.querySelector(".dh")||doc.querySelector("main");
      if(top)top.append(note);
    }
  }
}

doc.body.append(host);
show();
connect();
})();
