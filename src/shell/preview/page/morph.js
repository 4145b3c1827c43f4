// Makes the page on the screen that of a new answer by changing no more than what differs, so that the place on the page, open folds,
// focus, selection and what was typed stay, and what the page's own scripts added stays too.
//
// Three trees take part: the page as it was sent, the page as it is sent now, and the one on the screen. What differs between the first
// two is changed in the third.
(function(){
"use strict";
let sent=null;                    // the tree as it was sent
const shown=new WeakMap();        // its nodes to those on the screen
const places=new WeakMap();       // its blocks to the place of their text in the file

// Remembers the page before any script of the theme has touched it.
function remember(){
  sent=document.documentElement.cloneNode(true);
  pair(sent,document.documentElement);
  strip(sent);
  for(const node of document.querySelectorAll("[data-at]"))node.removeAttribute("data-at");
}
// Places are kept apart from the page: a word that is put in moves all that come after, and they are still the same blocks.
function strip(tree){
  for(const node of tree.querySelectorAll("[data-at]")){
    places.set(node,Number(node.dataset.at));
    node.removeAttribute("data-at");
  }
}
function move(was,is){
  if(places.has(is))places.set(was,places.get(is));
  let x=was.firstElementChild,y=is.firstElementChild;
  while(x&&y){move(x,y);x=x.nextElementSibling;y=y.nextElementSibling;}
}
// The blocks on the screen, each with its place.
function blocks(){
  const all=[],walk=node=>{
    if(places.has(node))all.push({node:shown.get(node),at:places.get(node)});
    for(let it=node.firstElementChild;it;it=it.nextElementSibling)walk(it);
  };
  walk(sent);
  return all.filter(it=>it.node&&it.node.isConnected);
}
function pair(a,b){
  shown.set(a,b);
  let x=a.firstChild,y=b.firstChild;
  while(x&&y){pair(x,y);x=x.nextSibling;y=y.nextSibling;}
}
// A new node for the screen, each part of it known by the one it is made from.
function grow(node){
  const copy=document.importNode(node,true);
  pair(node,copy);
  return copy;
}
function alike(a,b){
  return a.nodeType===b.nodeType&&a.nodeName===b.nodeName&&(a.nodeType!==1||(a.id||"")===(b.id||""));
}

// Takes over a new answer. Gives the elements that are new on the screen.
function apply(text){
  const next=new DOMParser().parseFromString(text,"text/html").documentElement;
  if(scripts(sent)!==scripts(next))return null;
  strip(next);
  const fresh=[];
  change(sent,next,fresh);
  sent=next;
  return fresh;
}
// A page with other scripts has to be loaded.
function scripts(tree){
  return Array.from(tree.querySelectorAll("script"),node=>node.getAttribute("src")+node.textContent).join("\n");
}

// `was` and `is` are alike. Afterwards what is on the screen for `was` stands for `is`.
function change(was,is,fresh){
  const live=shown.get(was);
  shown.set(is,live);
  if(was.nodeType===1){attributes(was,is,live);children(was,is,live,fresh);}
  else if(was.data!==is.data)text(live,was.data,is.data);
}
function text(live,was,is){
  if(live.data!==was){live.data=is;return;}
  let start=0,end=0;
  const most=Math.min(was.length,is.length);
  while(start<most&&was[start]===is[start])start++;
  while(end<most-start&&was[was.length-1-end]===is[is.length-1-end])end++;
  live.replaceData(start,was.length-start-end,is.slice(start,is.length-end));
}
function attributes(was,is,live){
  for(const it of is.attributes)if(was.getAttribute(it.name)!==it.value)live.setAttribute(it.name,it.value);
  for(const it of Array.from(was.attributes))if(!is.hasAttribute(it.name))live.removeAttribute(it.name);
}
function children(was,is,live,fresh){
  let a=Array.from(was.childNodes),b=Array.from(is.childNodes),start=0,end=0;
  const most=Math.min(a.length,b.length);
  while(start<most&&a[start].isEqualNode(b[start])){keep(a[start],b[start]);start++;}
  while(end<most-start&&a[a.length-1-end].isEqualNode(b[b.length-1-end])){end++;keep(a[a.length-end],b[b.length-end]);}
  const before=end>0?a[a.length-end]:null;
  a=a.slice(start,a.length-end);b=b.slice(start,b.length-end);
  if(!a.length&&!b.length)return;
  const mates=match(a,b);
  const used=new Set(mates.filter(Boolean));
  // From the end to the beginning: what comes next is in its place already.
  let next=before?shown.get(before):null;
  if(!next&&!end)next=behind(was,a,live);
  for(let i=b.length-1;i>=0;i--){
    const mate=mates[i];
    let node;
    if(!mate){
      node=grow(b[i]);
      live.insertBefore(node,next&&next.parentNode===live?next:null);
      if(node.nodeType===1)fresh.push(node);
    }else{
      node=shown.get(mate);
      if(mate.isEqualNode(b[i]))keep(mate,b[i]);else change(mate,b[i],fresh);
    }
    next=node;
  }
  for(const it of a)if(!used.has(it)){const gone=shown.get(it);if(gone&&gone.parentNode)gone.remove();}
}
// What a script put behind the last of the nodes stays behind it.
function behind(was,a,live){
  const last=a.length?shown.get(a[a.length-1]):null;
  if(last&&last.parentNode===live)return last.nextSibling;
  return null;
}
// An unchanged part: the new tree takes the old node, which knows its place on the screen.
function keep(was,is){
  if(was.nodeType===1)move(was,is);
  is.replaceWith(was);
}
// For each new node the old one that becomes it, in order: equal ones first, then those with the same id or kind between them.
function match(a,b){
  const mates=new Array(b.length).fill(null);
  const ids=new Map();
  a.forEach((node,at)=>{if(node.nodeType===1&&node.id)ids.set(node.id,at);});
  let from=0;
  const equal=b.map(node=>{
    if(node.nodeType===1&&node.id)return ids.has(node.id)?ids.get(node.id):-1;
    return -2;
  });
  for(let i=0;i<b.length;i++){
    let at=equal[i];
    if(at===-2){
      at=-1;
      const far=Math.min(a.length,from+200);
      for(let j=from;j<far;j++)if(a[j].isEqualNode(b[i])){at=j;break;}
      if(at<0&&from<a.length&&alike(a[from],b[i])&&!b.slice(i+1,i+20).some(later=>later.isEqualNode(a[from])))at=from;
    }
    if(at>=from&&at>=0&&alike(a[at],b[i])){mates[i]=a[at];from=at+1;}
  }
  return mates;
}

window.clausebookMorph={apply,blocks};
remember();
})();
